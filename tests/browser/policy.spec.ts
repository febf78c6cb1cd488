/** The Content Security Policy: what it says, and that the browser keeps to it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, type Page } from "@playwright/test";
import { ATTEMPTS, type Attempt } from "./attempts";
import { open } from "./page";
import { test as base } from "./watched";

const DIST = join(import.meta.dirname, "../../dist");
const read = (name: string): string => readFileSync(join(DIST, name), "utf8");

/** Directives with their sources, in the order of the page. */
function policyOf(html: string): string[] {
  const metas = [
    ...html.matchAll(/<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"/g),
  ];
  expect(metas).toHaveLength(1);
  const before = html.slice(0, metas[0]?.index);
  // What stands before the policy is not bound by it.
  expect(before).not.toMatch(/<(script|link|style|base|img|iframe)\b/);
  return (metas[0]?.[1] ?? "").split("; ");
}

const hashOf = (content: string): string =>
  `'sha256-${createHash("sha256").update(content).digest("base64")}'`;

base("the site's policy is this one", () => {
  const html = read("index.html");
  expect(policyOf(html)).toEqual([
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html wordlight wordlight-text",
  ]);
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
});

base("the one file's policy is this one, and lets in nothing but what stands in it", () => {
  const html = read("wordlight.html");
  const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
  const running = scripts.filter(
    ([, attributes]) => !/type="(application|text)\//.test(attributes ?? ""),
  );
  expect(running.map(([, attributes]) => attributes)).toEqual([' type="module"']);
  const head = html.slice(0, html.indexOf("</head>"));
  const [style, ...others] = [...head.matchAll(/<style>([\s\S]*?)<\/style>/g)];
  expect(others).toEqual([]);
  expect(policyOf(head)).toEqual([
    "default-src 'none'",
    `script-src ${hashOf(running[0]?.[2] ?? "")} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style?.[1] ?? "")}`,
    "img-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html wordlight wordlight-text",
  ]);
});

base("the example of the element asks no more of a page than the README says", () => {
  expect(policyOf(read("examples/blog.html"))).toEqual([
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types wordlight",
  ]);
});

interface Other {
  address: string;
  /** Paths that it was asked for. */
  asked: string[];
}

const TYPES: Record<string, string> = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
};

/** Somebody else's host, which is asked for nothing if the policy holds. */
const test = base.extend<{ other: Other }>({
  isWatched: false,
  other: async ({ browserName: _ }, use) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const type = TYPES[path.split(".").at(-1) ?? ""] ?? "text/html";
      response.writeHead(200, { "access-control-allow-origin": "*", "content-type": type }).end();
    }).listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    // By number: `localhost` is the page's own host here.
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use({ address, asked });
    server.closeAllConnections();
    server.close();
  },
});

/** One attempt after the other; of each, the directives that the browser says it broke. */
async function tryAll(
  page: Page,
  host: string,
  isBound: boolean,
): Promise<Record<string, string[]>> {
  const attempts = await Promise.all(
    Object.entries(ATTEMPTS).map(async ([name, { attempt, directive }]) => ({
      name,
      directive,
      attempt: await page.evaluateHandle<Attempt["attempt"]>(`(${attempt})`),
    })),
  );
  return page.evaluate(
    async ({ attempts, host, patience }) => {
      let broken: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        broken.push(effectiveDirective);
      });
      (window as unknown as { ran: string[] }).ran = [];
      const told: Record<string, string[]> = {};
      for (const { name, directive, attempt } of attempts) {
        broken = [];
        // Not from the debugger's own call, to which the browser allows more.
        setTimeout(async () => {
          try {
            await attempt(name, host);
          } catch {
            // Told by the event.
          }
        });
        const end = performance.now() + patience;
        do await new Promise((done) => setTimeout(done, 5));
        while (!broken.includes(directive) && performance.now() < end);
        told[name] = broken;
      }
      return told;
    },
    { attempts, host, patience: isBound ? 5000 : 60 },
  );
}

/** Those that left a trace. */
async function succeeded(page: Page, { asked }: Other): Promise<string[]> {
  const ran = await page.evaluate(() => (window as unknown as { ran: string[] }).ran);
  return Object.keys(ATTEMPTS).filter(
    (name) => ran.includes(name) || asked.some((path) => path.split(/[/.?]/)[1] === name),
  );
}

for (const [kind, address] of [
  ["site", "./"],
  ["one file", pathToFileURL(join(DIST, "wordlight.html")).href],
] as const) {
  test(`in the ${kind} every way for a script to get in or out is stopped, and the browser says by what`, async ({
    page,
    other,
  }) => {
    await open(page, address);
    const told = await tryAll(page, other.address, true);
    for (const [name, { directive }] of Object.entries(ATTEMPTS)) {
      expect.soft(told[name], name).toContain(directive);
    }
    // Long enough for a request to have come.
    await page.waitForTimeout(500);
    expect(await succeeded(page, other)).toEqual([]);
    expect(other.asked).toEqual([]);
  });

  test(`in the ${kind} the engine's worker is bound by the same policy`, async ({
    page,
    other,
  }) => {
    await open(page, address);
    const [worker] = page.workers();
    const outcome = await worker?.evaluate(
      (host) =>
        new Promise<string[]>((done) => {
          const broken: string[] = [];
          self.addEventListener("securitypolicyviolation", (event) =>
            broken.push((event as SecurityPolicyViolationEvent).effectiveDirective),
          );
          setTimeout(async () => {
            await fetch(`${host}/from-the-worker`).catch(() => undefined);
            await import(`${host}/from-the-worker.js`).catch(() => undefined);
            try {
              // biome-ignore lint/security/noGlobalEval: it is what is tried.
              globalThis.eval("broken.push('eval')");
            } catch {
              // Told by the event.
            }
            setTimeout(() => done(broken), 400);
          });
        }),
      other.address,
    );
    expect(outcome).toEqual(["connect-src", "script-src-elem", "require-trusted-types-for"]);
    expect(other.asked).toEqual([]);
  });
}

test("without a policy each of those gets through: the attempts are real ones", async ({
  page,
  other,
}) => {
  await page.goto(`${other.address}/blank`);
  await tryAll(page, other.address, false);
  await expect.poll(() => succeeded(page, other)).toEqual(Object.keys(ATTEMPTS));
});
