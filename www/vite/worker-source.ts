// `?worker&inline&source`: a worker's code as text, so that the page starts it
// from the one place that its policy allows (src/delivery/scripts.ts).
import type { Plugin } from "vite";

export const workerSource: Plugin = {
  name: "worker-source",
  enforce: "pre",
  transform(code, id) {
    if (!/[?&]worker&inline&source$/.test(id)) return null;
    const [, held] = /^const jsContent = (".*");$/m.exec(code) ?? [];
    if (held !== undefined) return `export default ${held};`;
    // While the page is being written the worker is not bundled: it imports its file.
    const [, served] = /new Worker\(\s*("[^"]+")/.exec(code) ?? [];
    if (served === undefined) throw new Error("Vite writes workers in another way than it did");
    return `export default "import " + JSON.stringify(new URL(${served}, import.meta.url).href);`;
  },
};
