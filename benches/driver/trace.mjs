// Reads Chromium's trace (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU):
// which frame showed what was done at a moment, and what the main thread was busy with.
// Times of the trace are microseconds of its own clock; what is returned is milliseconds of it.

const FRAME = "disabled-by-default-devtools.timeline.frame";

/** `clock` turns the page's `performance.now()` into the trace's milliseconds. */
export function frames(events) {
  const mark = events.find(({ name, ph }) => name === "bench-key" && ph === "I");
  if (mark === undefined) throw new Error("no key was pressed");
  const { pid } = mark;
  const origin = mark.ts / 1000 - mark.args.data.startTime;

  const open = new Map();
  const shown = [];
  const mine = events.filter(
    (event) => event.pid === pid && event.cat?.includes(FRAME) && event.id2,
  );
  for (const { name, ph, ts, id2 } of mine.toSorted((a, b) => a.ts - b.ts)) {
    if (name === "PipelineReporter" && ph === "b") open.set(id2.local, { from: ts / 1000 });
    const frame = open.get(id2.local);
    if (frame === undefined) continue;
    // Until the commit the main thread could still change what the frame shows.
    if (name === "SendBeginMainFrameToCommit" && ph === "e") frame.committed = ts / 1000;
    if (name === "SwapEndToPresentationCompositorFrame" && ph === "e") frame.presented = ts / 1000;
    if (name === "PipelineReporter" && ph === "e") {
      open.delete(id2.local);
      if (frame.committed !== undefined && frame.presented !== undefined) shown.push(frame);
    }
  }
  return {
    clock: (now) => origin + now,
    /** The first frame on the screen of those committed from `at` on: `{ committed, presented }`. */
    frameAfter: (at) =>
      shown
        .filter(({ committed }) => committed >= at)
        .toSorted((one, other) => one.presented - other.presented)[0],
  };
}

/** What runs the page's own script; events around them (EventDispatch) hold the browser's editing too. */
const SCRIPT = new Set([
  "FunctionCall",
  "EvaluateScript",
  "RunMicrotasks",
  "FireAnimationFrame",
  "TimerFire",
]);

/** Processor time of the page's main thread, which other programs on the machine do not lengthen. */
export function tasks(events) {
  const { pid, tid } = events.find(({ name, ph }) => name === "bench-key" && ph === "I");
  const complete = events.filter(
    (event) =>
      event.ph === "X" && event.pid === pid && event.tid === tid && event.tdur !== undefined,
  );
  const sum = (list, from, to) =>
    list
      .filter(({ ts }) => ts / 1000 >= from && ts / 1000 < to)
      .reduce((all, { tdur }) => all + tdur / 1000, 0);
  const outermost = (wanted) => {
    const list = complete.filter(wanted).toSorted((a, b) => a.ts - b.ts || b.dur - a.dur);
    let end = -1;
    return list.filter(({ ts, dur }) => {
      if (ts < end) return false;
      end = ts + dur;
      return true;
    });
  };
  const whole = outermost(({ name }) => name === "RunTask");
  const scripts = outermost(({ name }) => SCRIPT.has(name));
  return {
    main: (from, to) => sum(whole, from, to),
    script: (from, to) => sum(scripts, from, to),
  };
}
