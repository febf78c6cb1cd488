/**
 * What the machine is, and what others do on it meanwhile. Other processes are told from our own (this one and all
 * below it) by Linux's /proc; elsewhere nothing is known of them, and no turn is repeated.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";

const known = existsSync("/proc/self/stat");

/** @returns {{ model: string, cores: number, memoryGiB: number, system: string }} */
export const machine = () => ({
  model: os.cpus()[0]?.model.trim() ?? "unknown",
  cores: os.cpus().length,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  system: `${os.type()} ${os.release()} ${os.arch()}`,
});

/** Processor time so far, in ticks: of all, spent by anyone, and spent by ourselves. */
function ticks() {
  // Fields of proc(5), /proc/stat: user nice system idle iowait irq softirq steal
  const fields = readFileSync("/proc/stat", "utf8").split("\n")[0].trim().split(/\s+/).slice(1, 9);
  const counts = fields.map(Number);
  const all = counts.reduce((a, b) => a + b, 0);
  const processes = new Map();
  for (const folder of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${folder}/stat`, "utf8");
      // Behind the name, which may hold anything but ends with the last ")": state, parent, …, and from the 12th on
      // utime and stime, and the same of children that have ended.
      const rest = line.slice(line.lastIndexOf(")") + 2).split(" ");
      processes.set(Number(folder), {
        parent: Number(rest[1]),
        ticks: rest.slice(11, 15).reduce((sum, count) => sum + Number(count), 0),
      });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (id) => {
    for (let process_ = id; process_; process_ = processes.get(process_)?.parent) {
      if (process_ === process.pid) return true;
    }
    return false;
  };
  let own = 0;
  for (const [id, one] of processes) if (isOurs(id)) own += one.ticks;
  return { all, busy: all - counts[3] - counts[4], own };
}

/** Starts watching; the function it returns tells how many cores others have used since. */
export function watchOthers() {
  if (!known) return () => 0;
  const before = ticks();
  return () => {
    const after = ticks();
    const others = after.busy - before.busy - (after.own - before.own);
    const passed = after.all - before.all;
    return passed > 0 ? Math.max(0, (os.cpus().length * others) / passed) : 0;
  };
}

/** Seconds that one run may spend on waiting for others, and on turns taken again because of them. */
export class Patience {
  #leftMs;

  constructor(seconds) {
    this.#leftMs = 1000 * seconds;
  }

  get isLeft() {
    return this.#leftMs > 0;
  }

  spend(milliseconds) {
    this.#leftMs -= milliseconds;
  }

  /** Waits until others use less than `cores`, two seconds at most. */
  async waitForQuiet(cores) {
    const start = performance.now();
    while (known && this.isLeft && performance.now() - start < 2000) {
      const [others, since] = [watchOthers(), performance.now()];
      await new Promise((done) => setTimeout(done, 120));
      if (others() <= cores) return;
      this.spend(performance.now() - since);
    }
  }
}
