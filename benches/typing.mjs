// node benches/typing.mjs [--sizes 200,1000,10000] [--places start,middle,end] [--keys 60]
//   [--paragraphs] [--folder dist] [--json FILE]
// How long it takes from a key press until its highlight is on the screen, in dist/ with the first
// bundled model, while somebody types ten keys a second. Times come from Chromium's own trace:
//   lit     from the key event to the presentation of the first frame that was committed after
//           the engine's reading of that very text was painted
//   event   from the key event to the presentation of the next frame (what Event Timing tells)
//   script  JavaScript on the main thread, from one key to the next
//   main    everything that the main thread did, from one key to the next: script, style, layout,
//           recording of what to paint
//   mutations  ranges added to highlights and taken from them, a key
//   engine  `milliseconds` of the engine's answers
//   stale   texts that were never sent to the engine, because a newer one was there
//   missed  keys whose text was never lit, because the next key came first
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { launch, machine, milliseconds, reviews, serve } from "./driver/page.mjs";
import { table } from "./driver/table.mjs";
import { frames, tasks } from "./driver/trace.mjs";
import { quantile } from "./shared/statistics.mjs";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "200,1000,10000" },
    places: { type: "string", default: "start,middle,end" },
    keys: { type: "string", default: "60" },
    paragraphs: { type: "boolean", default: false },
    folder: { type: "string" },
    json: { type: "string" },
  },
});
const KEYS = Number(options.keys);
const BETWEEN_KEYS_MS = 100;
const TYPED =
  "and then it is a truly wonderful film with a terrible ending that nobody will forget ";

const server = await serve(options.folder);
const browser = await launch();
const results = [];
for (const size of options.sizes.split(",").map(Number)) {
  for (const place of options.places.split(",")) results.push(await measure(size, place));
}
console.log(`\n${machine(browser)}`);
console.log(`${KEYS} keys each, ${1000 / BETWEEN_KEYS_MS} a second, ms\n`);
const of = (values, part) => milliseconds(quantile(values, part));
console.log(
  table(
    [
      "words",
      "place",
      "lit p50",
      "lit p95",
      "event p95",
      "script p50",
      "script p95",
      "main p50",
      "main p95",
      "engine p50",
      "mutations p50",
      "p95",
      "stale",
      "missed",
    ],
    results.map(({ size, place, lit, event, script, main, engine, mutations, stale, missed }) => [
      size,
      place,
      of(lit, 0.5),
      of(lit, 0.95),
      of(event, 0.95),
      of(script, 0.5),
      of(script, 0.95),
      of(main, 0.5),
      of(main, 0.95),
      of(engine, 0.5),
      Math.round(quantile(mutations, 0.5)),
      Math.round(quantile(mutations, 0.95)),
      stale,
      missed,
    ]),
  ),
);
if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 1));
await browser.close();
server.close();

async function measure(size, place) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(watch);
  await page.goto(server.address);
  await page.waitForFunction(() => document.documentElement.dataset.state === "ready");
  await page.locator("#text").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(reviews(size, { paragraphs: options.paragraphs }));
  await page.evaluate((where) => {
    const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const node =
      nodes[where === "start" ? 0 : where === "end" ? nodes.length - 1 : nodes.length >> 1];
    const middle = node.data.indexOf(" ", node.length / 2) + 1;
    const offset = where === "start" ? 0 : where === "end" ? node.length : middle;
    getSelection().collapse(node, offset);
  }, place);
  // The first key brings the caret into sight; what that costs is no cost of typing.
  await page.keyboard.type(place === "end" ? " so " : "so ", { delay: BETWEEN_KEYS_MS });
  await page.waitForTimeout(1500);

  await browser.startTracing(page, {
    categories: [
      "-*",
      "blink.user_timing",
      "devtools.timeline",
      "benchmark",
      "disabled-by-default-devtools.timeline",
      "disabled-by-default-devtools.timeline.frame",
    ],
  });
  await page.evaluate(() => window.watched.begin());
  let next = Date.now();
  for (let key = 0; key < KEYS; key++) {
    next += BETWEEN_KEYS_MS;
    const wait = next - Date.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    // Not awaited: a person does not wait for the page either.
    void page.keyboard.press(
      TYPED[key % TYPED.length] === " " ? "Space" : TYPED[key % TYPED.length],
    );
  }
  await page.waitForTimeout(1000);
  const seen = await page.evaluate(() => window.watched.end());
  const trace = JSON.parse(String(await browser.stopTracing()));
  await page.close();
  if (process.env.TRACE)
    writeFileSync(`${process.env.TRACE}-${size}-${place}.json`, JSON.stringify(trace));
  return { size, place, ...read(trace.traceEvents, seen) };
}

/** In the page: notes when keys were pressed, and when the text that each left was lit. */
function watch() {
  let on = false;
  let text = null;
  let answered = null;
  let sent = 0;
  let mutations = 0;
  let keys = [];
  let engine = [];
  let texts = 0;
  window.watched = {
    begin: () => {
      on = true;
      keys = [];
      engine = [];
      sent = 0;
      texts = 0;
    },
    end: () => ({
      keys: keys.map(({ pressed, mutations, lit }) => ({ pressed, mutations, lit })),
      engine,
      stale: texts - sent,
    }),
  };
  const asked = new Map();
  window.Worker = class extends Worker {
    constructor(...parameters) {
      super(...parameters);
      this.addEventListener("message", ({ data }) => {
        if (data.kind !== "result" || !asked.has(data.id)) return;
        answered = asked.get(data.id);
        asked.delete(data.id);
        if (on) engine.push(data.result.milliseconds);
      });
    }
    postMessage(message, ...more) {
      if (message.method === "analyze") {
        asked.set(message.id, message.params.text);
        if (on) sent++;
      }
      super.postMessage(message, ...more);
    }
  };
  for (const name of ["add", "delete"]) {
    const original = Highlight.prototype[name];
    Highlight.prototype[name] = function (range) {
      if (on) mutations++;
      return original.call(this, range);
    };
  }
  const clear = Highlight.prototype.clear;
  Highlight.prototype.clear = function () {
    if (on) mutations += this.size;
    return clear.call(this);
  };
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      if (!on) return;
      performance.mark("bench-key", { startTime: timeStamp });
      const last = keys.at(-1);
      if (last) last.mutations = mutations - last.before;
      keys.push({ pressed: timeStamp, lit: null, before: mutations, mutations: 0 });
    },
    { capture: true },
  );
  addEventListener(
    "wordlight-edit",
    ({ detail }) => {
      text = detail.text ?? detail;
      if (on) texts++;
      if (on && keys.length > 0) keys.at(-1).text = text;
    },
    { capture: true },
  );
  // Told after each painting, whether of the engine's answer or of the words moved.
  addEventListener("wordlight-painted", () => {
    if (!on || text === null || answered !== text) return;
    const key = keys.at(-1);
    if (key?.text !== text || key.lit !== null) return;
    key.lit = performance.mark("bench-lit", { detail: keys.length - 1 }).startTime;
  });
}

function read(events, { keys, engine, stale }) {
  const { clock, frameAfter } = frames(events);
  const pressed = keys.map((key) => key.pressed);
  const latencies = keys.flatMap((key, index) => {
    const next = frameAfter(clock(key.pressed));
    if (next === undefined) return [];
    const event = next.presented - clock(key.pressed);
    const lit = key.lit === null ? undefined : frameAfter(clock(key.lit));
    // Where the answer changed nothing that is seen, no frame came before the next key's.
    const own = lit && lit.committed < clock(pressed[index + 1] ?? Infinity);
    return [
      { event, lit: own ? lit.presented - clock(key.pressed) : key.lit === null ? null : event },
    ];
  });
  const spans = pressed.slice(0, -1).map((at, index) => [clock(at), clock(pressed[index + 1])]);
  const work = tasks(events);
  return {
    lit: latencies.map(({ lit }) => lit).filter((lit) => lit !== null),
    event: latencies.map(({ event }) => event),
    script: spans.map((span) => work.script(...span)),
    main: spans.map((span) => work.main(...span)),
    engine,
    mutations: keys.slice(0, -1).map((key) => key.mutations),
    stale,
    missed: keys.filter((key) => key.lit === null).length,
  };
}
