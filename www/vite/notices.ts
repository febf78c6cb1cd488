// NOTICE.md: what the page and the engine are made of, with the licences. Vite lists the npm packages
// whose code is in the page; here come that of which only the result is, and the engine's crates.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { crateNotices } from "./crates";

export const NOTICE = "NOTICE.md";

/** The page's colours come from it: it works while the page is built. */
const LIBRARY = "d3-scale-chromatic";
const folder = join(import.meta.dirname, "../node_modules", LIBRARY);

export const notices: Plugin = {
  name: "notices",
  enforce: "pre",
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      const list = bundle[NOTICE];
      if (list?.type !== "asset") return;
      const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const notice = readFileSync(join(folder, "LICENSE"), "utf8").trim();
      list.source = [
        String(list.source).trimEnd(),
        `## ${LIBRARY} - ${version} (ISC)`,
        notice,
        "# The engine",
        "Compiled to WebAssembly, it holds these crates:",
        `${crateNotices()}\n`,
      ].join("\n\n");
    },
  },
};
