// The notices of the crates that the engine is made of. Cargo knows which they
// are, and their sources hold the texts.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

interface Package {
  id: string;
  name: string;
  version: string;
  license: string | null;
  manifest_path: string;
  targets: { kind: string[] }[];
}

interface Metadata {
  packages: Package[];
  resolve: { root: string; nodes: { id: string; deps: Dependency[] }[] };
}

interface Dependency {
  pkg: string;
  dep_kinds: { kind: string | null }[];
}

const TARGET = "wasm32-unknown-unknown";
const METADATA = ["metadata", "--locked", "--format-version=1", "--filter-platform", TARGET];

/** What is compiled in: no procedural macros or build scripts, which run at build time. */
function compiledIn(): Package[] {
  const text = execFileSync("cargo", METADATA, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  const { packages, resolve } = JSON.parse(text) as Metadata;
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((one) => [one.id, one]));
  const found = new Set([resolve.root]);
  for (const id of found) {
    for (const { pkg, dep_kinds } of nodes.get(id)?.deps ?? []) {
      const isMacro = byId.get(pkg)?.targets.some(({ kind }) => kind.includes("proc-macro"));
      if (isMacro !== true && dep_kinds.some(({ kind }) => kind === null)) found.add(pkg);
    }
  }
  found.delete(resolve.root);
  return [...found]
    .flatMap((id) => byId.get(id) ?? [])
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Where a crate may be had under MIT too, that is how it is taken: the longer texts are left out. */
const LONGER = /APACHE|UNLICENSE|COPYING|0BSD/i;

function textsOf({ name, manifest_path }: Package): string[] {
  const folder = dirname(manifest_path);
  const files = readdirSync(folder)
    .filter((file) => /^(licen[sc]e|copying|notice|unlicense|copyright)/i.test(file))
    .flatMap((file) => {
      const path = join(folder, file);
      return statSync(path).isDirectory() ? readdirSync(path).map((one) => join(path, one)) : path;
    });
  const isMit = files.some((path) => /MIT/.test(basename(path)));
  const taken = isMit ? files.filter((path) => !LONGER.test(basename(path))) : files;
  if (taken.length === 0) throw new Error(`${name} comes without the text of its licence`);
  return taken.map((path) => readFileSync(path, "utf8").trim());
}

/** Of Rust's own library, which is in the engine too; its texts do not come with every toolchain. */
function standardLibrary(): string {
  const licence = join(root, "LICENSE");
  const [mit] = existsSync(licence)
    ? (/Permission is hereby granted[\s\S]*?(?=\n=|\n\s*\n\s*=)/.exec(
        readFileSync(licence, "utf8"),
      ) ?? [])
    : [];
  if (mit === undefined) throw new Error("LICENSE has no MIT licence");
  return `## The Rust standard library (MIT OR Apache-2.0)\n\nCopyright (c) The Rust Project Contributors\n\n${mit.trim()}`;
}

/** A text that was there before is named, not written again. */
export function crateNotices(): string {
  const written = new Map<string, string>();
  const sections = compiledIn().map((crate) => {
    const { name, version, license } = crate;
    if (license === null) throw new Error(`${name} does not say what its licence is`);
    const texts = textsOf(crate).map((text) => {
      const key = text.replace(/\s+/g, " ");
      const former = written.get(key);
      if (former === undefined) written.set(key, name);
      return former === undefined ? text : `The text is the same as that of ${former}.`;
    });
    return `## ${name} - ${version} (${license})\n\n${texts.join("\n\n")}`;
  });
  return [...sections, standardLibrary()].join("\n\n");
}
