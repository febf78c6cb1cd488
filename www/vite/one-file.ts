// dist/wordlight.html: the page, the engine and the first model in one file
// that opens by double click, without a server or a network.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** The model that it holds. With the others it would be three times as large. */
const HELD_MODEL = "imdb";
const NAME = "wordlight.html";

const www = join(import.meta.dirname, "..");

type Bundle = Rolldown.OutputBundle;

export function oneFile(): Plugin {
  /** Files of the build by their place in www/. */
  const held = new Set<string>();
  return {
    name: "one-file",
    enforce: "pre",
    load(id) {
      const [path = "", query] = id.split("?");
      if (query !== "url") return null;
      const place = relative(www, path);
      const [folder, model] = place.split("/");
      const isHeld = folder === "pkg" || (folder === "models" && model === HELD_MODEL);
      if (isHeld) held.add(place);
      // No address: this build goes without.
      return `export default ${JSON.stringify(isHeld ? place : "")};`;
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const source = assembled(bundle, [...held].map(blockOf).join("\n"));
        for (const name of Object.keys(bundle)) delete bundle[name];
        this.emitFile({ type: "asset", fileName: NAME, source });
      },
    },
  };
}

function blockOf(place: string): string {
  const content = gzipSync(readFileSync(join(www, place)), { level: 9 }).toString("base64");
  return `<script type="application/gzip;base64" id="${place}">${content}</script>`;
}

function assembled(bundle: Bundle, blocks: string): string {
  const files = Object.values(bundle);
  const scripts = files.filter((file) => file.type === "chunk");
  const asset = (ending: string): string => {
    const found = files.find((file) => file.type === "asset" && file.fileName.endsWith(ending));
    if (found?.type !== "asset") throw new Error(`the build has no ${ending}`);
    return String(found.source);
  };
  const [script] = scripts;
  if (script === undefined || scripts.length > 1) {
    throw new Error(
      `one script was expected: ${scripts.map(({ fileName }) => fileName).join(", ")}`,
    );
  }
  const code = safeInScript(script.code);
  const style = asset(".css");
  if (style.includes("</style")) throw new Error("the style sheet would end before its end");
  const icon = readFileSync(join(www, "public/icon.svg")).toString("base64");
  const page = asset(".html")
    .replace(
      /\s*<link rel="(stylesheet|modulepreload|preload|manifest|apple-touch-icon)"[^>]*>/g,
      "",
    )
    .replace(/\s*<script [^>]*type="module"[^>]*><\/script>/, "")
    .replace(/(<link rel="icon"[^>]*href=")[^"]*/, `$1data:image/svg+xml;base64,${icon}`)
    .replace(
      /(Content-Security-Policy"\s+content=")([^"]*)/,
      (_, before: string, policy: string) => before + policyOf(policy, code, style),
    );
  if (/(src|href)="\.{0,2}\//.test(page)) throw new Error("the page still asks for another file");
  const notices = `<script type="text/markdown" id="notice">\n${safeInScript(asset("NOTICE.md"))}</script>`;
  // After the data, which it reads; the document is whole by then.
  const end = `${blocks}\n${notices}\n<script type="module">${code}</script>\n`;
  // By function: in a string, `$&` would be a pattern.
  return page
    .replace("</head>", () => `<style>${style}</style>\n</head>`)
    .replace("</body>", () => `${end}</body>`);
}

/** Nothing in it ends the script element, or opens a comment in it. */
const safeInScript = (code: string): string =>
  code.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "\\x3C!--");

/** The site's policy, where "self" becomes what stands in the file: by hashes, and nothing to ask for. */
function policyOf(policy: string, code: string, style: string): string {
  const own: Record<string, string | null> = {
    "script-src": hashOf(code),
    "style-src": hashOf(style),
    "img-src": "data:",
    "worker-src": "blob:",
    "connect-src": null,
    "manifest-src": null,
  };
  return policy
    .split(";")
    .map((directive) => directive.trim().split(/\s+/))
    .flatMap(([name = "", ...sources]) => {
      const wanted = sources.flatMap((source) =>
        source === "'self'" ? (own[name] ?? []) : source,
      );
      return wanted.length === 0 ? [] : [`${name} ${[...new Set(wanted)].join(" ")}`];
    })
    .join("; ");
}

const hashOf = (content: string): string =>
  `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
