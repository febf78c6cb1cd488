// The notice of the library that the page's colours come from. It works while the
// page is built, so the build does not list it among those that the page carries.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const LIBRARY = "d3-scale-chromatic";
const folder = join(import.meta.dirname, "../node_modules", LIBRARY);

export const notices: Plugin = {
  name: "notices",
  enforce: "pre",
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      const list = bundle["license.md"];
      if (list?.type !== "asset") return;
      const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const notice = readFileSync(join(folder, "LICENSE"), "utf8").trim();
      list.source = `${String(list.source).trimEnd()}\n\n## ${LIBRARY} - ${version} (ISC)\n\n${notice}\n`;
    },
  },
};
