// node benches/first-visit.mjs [--runs 11] [--again] [--folder dist]
// From navigation to the first lit word, in a new browser with a new profile each time, the page
// served from localhost. Also what was requested when: each step that waits for another shows.
//   --again   a second visit in the same browser: what is asked for then
import { parseArgs } from "node:util";
import { launch, machine, milliseconds, serve } from "./driver/page.mjs";
import { table } from "./driver/table.mjs";
import { quantile } from "./shared/statistics.mjs";

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "11" },
    folder: { type: "string" },
    again: { type: "boolean", default: false },
  },
});

const server = await serve(options.folder);
const visits = [];
let described = "";
for (let run = 0; run < Number(options.runs); run++) {
  const browser = await launch();
  described = machine(browser);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(watch);
  if (options.again) {
    await visit(page);
    // What is kept for next time is written once the page is at rest.
    await page.waitForTimeout(1000);
  }
  visits.push(await visit(page));
  await browser.close();
}
server.close();

const median = (values) => milliseconds(quantile(values, 0.5));
console.log(`${described}\n${visits.length} ${options.again ? "second" : "first"} visits, ms\n`);
const marks = Object.keys(visits[0].marks);
console.log(
  table(
    ["until", "median", "least", "most"],
    marks.map((name) => {
      const values = visits.map((one) => one.marks[name]);
      return [
        name,
        median(values),
        milliseconds(Math.min(...values)),
        milliseconds(Math.max(...values)),
      ];
    }),
  ),
);
console.log();
console.log(
  table(
    ["request", "bytes", "asked", "done"],
    [...new Set(visits.flatMap(({ requests }) => requests.map(({ name }) => name)))].map((name) => {
      const all = visits.flatMap(({ requests }) => requests.filter((one) => one.name === name));
      return [
        name,
        all[0].bytes,
        median(all.map(({ from }) => from)),
        median(all.map(({ to }) => to)),
      ];
    }),
  ),
);

async function visit(page) {
  const requests = [];
  const listen = async (request) => {
    const { startTime, responseEnd } = request.timing();
    const response = await request.response();
    const name = new URL(request.url()).pathname.split("/").at(-1) || "/";
    requests.push({
      name: name.replace(/-[\w-]{8}(?=\.)/, ""),
      bytes: `${response?.status()} ${response?.headers()["content-length"] ?? "–"}`,
      at: startTime,
      took: responseEnd,
    });
  };
  page.on("requestfinished", listen);
  await page.goto(server.address);
  await page.waitForFunction(() => window.marked.lit !== undefined);
  const { marks, origin } = await page.evaluate(() => ({
    marks: window.marked,
    origin: performance.timeOrigin,
  }));
  await page.waitForTimeout(200);
  page.off("requestfinished", listen);
  return {
    marks: { "first paint": marks.paint, "model loaded": marks.ready, "first lit word": marks.lit },
    requests: requests.map((one) => ({
      ...one,
      from: one.at - origin,
      to: one.at - origin + one.took,
    })),
  };
}

/** In the page. */
function watch() {
  window.marked = {};
  const now = () => performance.now();
  new PerformanceObserver((list) => {
    window.marked.paint = list.getEntries()[0].startTime;
  }).observe({ type: "paint", buffered: true });
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      if (document.documentElement.dataset.state === "ready") window.marked.ready ??= now();
    }).observe(document.documentElement, { attributes: true });
  });
  // After the frame that paints it.
  const seen = () => {
    if (![...CSS.highlights.values()].some(({ size }) => size > 0))
      return requestAnimationFrame(seen);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      window.marked.lit ??= now();
    };
    port2.postMessage(null);
  };
  requestAnimationFrame(seen);
}
