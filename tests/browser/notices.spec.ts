/** What the page and the engine are made of: locked, under licences that are allowed, and told of. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { test } from "./watched";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const ALLOWED = new Set(
  [...(/allow = \[([^\]]*)\]/.exec(read(".deny.toml"))?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(
    ([, licence]) => licence,
  ),
);

/** Of an SPDX expression: all that are joined by AND, one of those joined by OR. */
function isAllowed(expression: string): boolean {
  const whole = expression.replaceAll("/", " OR ").trim();
  const bare = /^\(([^()]*)\)$/.exec(whole)?.[1] ?? whole;
  const split = (word: string) => bare.split(new RegExp(` ${word} (?![^(]*\\))`));
  if (split("AND").length > 1) return split("AND").every(isAllowed);
  if (split("OR").length > 1) return split("OR").some(isAllowed);
  return ALLOWED.has(bare);
}

test("licences are judged as SPDX has them", () => {
  expect(ALLOWED.size).toBeGreaterThan(4);
  for (const allowed of [
    "MIT",
    "MIT/Apache-2.0",
    "GPL-3.0 OR MIT",
    "(MIT OR GPL-3.0) AND Unicode-3.0",
  ])
    expect(isAllowed(allowed), allowed).toBe(true);
  for (const refused of [
    "GPL-3.0",
    "MIT AND GPL-3.0",
    "(GPL-2.0 OR GPL-3.0) AND MIT",
    "UNLICENSED",
    "",
  ])
    expect(isAllowed(refused), refused).toBe(false);
});

/** Cargo's own account, taken another way than the build takes it. */
function crates(): { name: string; version: string; licence: string }[] {
  const lines = execFileSync(
    "cargo",
    [
      ...["tree", "--locked", "--target", "wasm32-unknown-unknown", "--prefix", "none"],
      ...["--edges", "normal,no-proc-macro", "--no-dedupe", "--format", "{p}|{l}"],
    ],
    { cwd: ROOT, encoding: "utf8" },
  );
  return [...new Set(lines.trim().split("\n"))]
    .map((line) => {
      const [, name = "", version = "", licence = ""] =
        /^(\S+) v(\S+)[^|]*\|(.*)$/.exec(line) ?? [];
      return { name, version, licence };
    })
    .filter(({ name }) => name !== "wordlight");
}

/** Headings of the list, with what stands below each. */
function sections(notice: string): Map<string, string> {
  const parts = notice.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf("\n");
      return [part.slice(0, end).trim(), part.slice(end).trim()];
    }),
  );
}

for (const path of ["dist/NOTICE.md", "dist/element/NOTICE.md", "www/pkg/NOTICE.md"]) {
  test(`${path} has each crate of the engine, with the text of its licence`, () => {
    const told = sections(read(path));
    const compiledIn = crates();
    expect(compiledIn.length).toBeGreaterThan(20);
    for (const { name, version, licence } of compiledIn) {
      expect(isAllowed(licence), `${name}: ${licence}`).toBe(true);
      const text = told.get(`${name} - ${version} (${licence})`);
      expect(text, `${name} ${version}`).toMatch(/permi(tted|ssion)|same as that of|license/i);
    }
    expect([...told.keys()].join()).toContain("The Rust standard library");
  });
}

interface Locked {
  version?: string;
  license?: string;
  integrity?: string;
  resolved?: string;
  dev?: boolean;
}

const lock = (folder: string): Record<string, Locked> =>
  JSON.parse(read(`${folder}/package-lock.json`)).packages;

test("the page's packages have licences that are allowed, and are told of", () => {
  const told = sections(read("dist/NOTICE.md"));
  const { dependencies } = JSON.parse(read("www/package.json")) as {
    dependencies: Record<string, string>;
  };
  const packages = Object.entries(lock("www")).filter(
    ([path, { dev }]) => path !== "" && dev !== true,
  );
  expect(packages.length).toBeGreaterThan(3);
  for (const [path, { license = "" }] of packages)
    expect(isAllowed(license), `${path}: ${license}`).toBe(true);
  for (const [name, version] of [
    ...Object.entries(dependencies),
    ["d3-scale-chromatic", "3.1.0"],
  ]) {
    const { license } = lock("www")[`node_modules/${name}`] as Locked;
    expect(told.get(`${name} - ${version} (${license})`), name).toMatch(/permission/i);
  }
});

test("the one file carries its notices along", () => {
  const [, notice = ""] =
    /<script type="text\/markdown" id="notice">\n([\s\S]*?)<\/script>/.exec(
      read("dist/wordlight.html"),
    ) ?? [];
  const told = [...sections(notice).keys()].join();
  for (const name of ["lit-html", "serde_json", "ndarray", "d3-scale-chromatic"])
    expect(told).toContain(`${name} - `);
});

test("every version is locked, by what it holds, and comes from the registries themselves", () => {
  for (const folder of ["www", "benches"]) {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(`${folder}/package.json`));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    for (const [path, { integrity, resolved }] of Object.entries(lock(folder))) {
      if (path === "") continue;
      expect(integrity, path).toMatch(/^sha512-/);
      expect(resolved ?? "https://registry.npmjs.org/", path).toMatch(
        /^https:\/\/registry\.npmjs\.org\//,
      );
    }
  }
  for (const path of [
    "Cargo.lock",
    "benches/roofline/Cargo.lock",
    "tests/fuzz/Cargo.lock",
    "tests/kernels/Cargo.lock",
    "www/scripts/bindgen/Cargo.lock",
  ]) {
    for (const one of read(path).split("[[package]]").slice(1)) {
      const source = /^source = "(.*)"$/m.exec(one)?.[1];
      if (source === undefined) continue;
      expect(source, one).toBe("registry+https://github.com/rust-lang/crates.io-index");
      expect(one).toMatch(/^checksum = "[0-9a-f]{64}"$/m);
    }
  }
});
