// The service worker, dist/service-worker.js, with the list of the files that it
// keeps; and what makes the page installable.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAME = "service-worker.js";
const www = join(import.meta.dirname, "..");
const source = join(www, "src/offline/service.worker.ts");

/** The page keeps its models itself (src/kept.ts); nobody waits for notices offline. */
const isKept = (name: string): boolean =>
  !/\.(keras|h5|map|md)$/.test(name) &&
  !/\/(tokenizer|labels|options)-[\w-]+\.json$/.test(name) &&
  name !== NAME;

/**
 * Writing PDF takes as much code as all the rest of the page, and few people ask for it: it is fetched
 * when one does, and kept from then on.
 */
const onceWanted = [join(www, "src/export/pdf.ts")];

export const offline: Plugin = {
  name: "offline",
  apply: "build",
  buildStart() {
    this.emitFile({ type: "chunk", id: source, fileName: NAME });
  },
  transformIndexHtml: {
    order: "post",
    handler: () => [
      { tag: "link", attrs: { rel: "manifest", href: "./manifest.webmanifest" }, injectTo: "head" },
      {
        tag: "link",
        attrs: { rel: "apple-touch-icon", href: "./apple-touch-icon.png" },
        injectTo: "head",
      },
    ],
  },
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      const worker = bundle[NAME];
      if (worker?.type !== "chunk") throw new Error(`the build has no ${NAME}`);
      if (worker.imports.length > 0)
        throw new Error(`${NAME} imports ${worker.imports.join(", ")}`);
      const files: Record<string, string> = {};
      const later: Record<string, string> = {};
      for (const [name, file] of Object.entries(bundle)) {
        if (!isKept(name)) continue;
        const isLater = file.type === "chunk" && onceWanted.includes(file.facadeModuleId ?? "");
        const list = isLater ? later : files;
        list[name] = hashOf(file.type === "chunk" ? file.code : file.source);
      }
      if (Object.keys(later).length < onceWanted.length) {
        throw new Error(`not a chunk of its own: one of ${onceWanted.join(", ")}`);
      }
      for (const name of readdirSync(join(www, "public"))) {
        files[name] = hashOf(readFileSync(join(www, "public", name)));
      }
      const [list, laterList] = [JSON.stringify(files), JSON.stringify(later)];
      const version = hashOf(list + laterList).slice(0, 16);
      worker.code = worker.code
        .replaceAll("PAGE_FILES", () => list)
        .replaceAll("PAGE_LATER", () => laterList)
        .replaceAll("PAGE_VERSION", () => JSON.stringify(version));
    },
  },
};

const hashOf = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");
