/**
 * Firefox and WebKit, as little of each as a journey takes. Playwright drives only builds of its own,
 * so these are the browsers' own doors: Marionette, which is in every Firefox, and WebKitWebDriver.
 * Both take the commands of https://www.w3.org/TR/webdriver2/.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";

const STARTING_MS = 30_000;

type Send = (command: "open" | "execute" | "act" | "close", params: object) => Promise<unknown>;

export class Driver {
  readonly #send: Send;
  readonly #stop: () => void;

  constructor(send: Send, stop: () => void) {
    this.#send = send;
    this.#stop = stop;
  }

  async open(url: string): Promise<void> {
    await this.#send("open", { url });
  }

  /** Runs a function in the page, with what can be written as JSON. */
  async run<A extends unknown[], R>(code: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
    const script = `return (${code})(...arguments)`;
    return (await this.#send("execute", { script, args })) as R;
  }

  /** Keys, one after the other; U+E000 and the rest of that block are special ones. */
  async type(keys: string): Promise<void> {
    const actions = [...keys].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.#send("act", { actions: [{ type: "key", id: "keys", actions }] });
  }

  /** Moves the pointer to a place in the window, and presses there if wanted. */
  async point({ x, y }: { x: number; y: number }, press = false): Promise<void> {
    const move = { type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0 };
    const click = [
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    const actions = press ? [move, ...click] : [move];
    const pointer = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    await this.#send("act", { actions: [pointer] });
  }

  async close(): Promise<void> {
    await this.#send("close", {}).catch(() => undefined);
    this.#stop();
  }
}

async function until<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  for (const end = Date.now() + STARTING_MS; Date.now() < end; ) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${what} did not come within ${STARTING_MS / 1000} s`);
}

/** `folder`: an empty one, for its profile. */
export async function firefox(program: string, folder: string): Promise<Driver> {
  mkdirSync(folder, { recursive: true });
  // 0: any free port, which it then writes down.
  const preferences = { "marionette.port": 0, "intl.accept_languages": "en-US, en" };
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(folder, "user.js"), lines.join(""));
  const args = ["--headless", "--marionette", "--no-remote", "--profile", folder];
  const child = spawn(program, args, { stdio: "ignore", env: { ...process.env, HOME: folder } });
  try {
    const port = await until("Firefox", () => {
      try {
        return Number(readFileSync(join(folder, "MarionetteActivePort"), "utf8")) || null;
      } catch {
        return null;
      }
    });
    const command = await marionette(port);
    await command("WebDriver:NewSession", { capabilities: {} });
    const names = {
      open: "WebDriver:Navigate",
      execute: "WebDriver:ExecuteScript",
      act: "WebDriver:PerformActions",
      close: "Marionette:Quit",
    };
    const send: Send = async (name, params) => {
      const result = (await command(names[name], params)) as { value?: unknown } | null;
      return result?.value;
    };
    return new Driver(send, () => child.kill());
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** Messages are JSON with its length in bytes before it: `12:[0,1,"Name",{}]`. */
async function marionette(
  port: number,
): Promise<(name: string, params: object) => Promise<unknown>> {
  const socket = await until(
    "Marionette",
    () =>
      new Promise<Socket | null>((resolve) => {
        const trying = connect(port, "127.0.0.1", () => resolve(trying));
        trying.on("error", () => resolve(null));
      }),
  );
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let received = Buffer.alloc(0);
  const take = (message: unknown) => {
    // The first message is a greeting.
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message as [1, number, { message: string } | null, unknown];
    if (error === null) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  };
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(":");
      const end = colon + 1 + Number(received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || received.length < end) return;
      take(JSON.parse(received.subarray(colon + 1, end).toString()));
      received = received.subarray(end);
    }
  });
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("the browser is gone"));
  });
  let last = 0;
  return (name, params) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      const message = JSON.stringify([0, id, name, params]);
      socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
}

/** WebKitGTK's MiniBrowser, on a screen that nobody sees. */
export async function webkit(program: string, folder: string): Promise<Driver> {
  const children: ChildProcess[] = [];
  const stop = () => {
    for (const child of children.reverse()) child.kill();
  };
  try {
    mkdirSync(folder, { recursive: true });
    const display = await screen(children);
    const port = await freePort();
    const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, DISPLAY: display };
    children.push(spawn(program, [`--port=${port}`], { stdio: "ignore", env }));
    const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(body && { body: JSON.stringify(body) }),
      });
      const { value } = (await response.json()) as { value: { message?: string } | null };
      if (!response.ok) throw new Error(value?.message ?? `${path}: ${response.status}`);
      return value;
    };
    await until("WebKitWebDriver", () => ask("GET", "/status").catch(() => null));
    const session = (await ask("POST", "/session", { capabilities: {} })) as { sessionId: string };
    const at = `/session/${session.sessionId}`;
    await ask("POST", `${at}/window/rect`, { width: 1280, height: 900 });
    const paths = { open: "/url", execute: "/execute/sync", act: "/actions", close: "" };
    const send: Send = (name, params) =>
      name === "close" ? ask("DELETE", at) : ask("POST", at + paths[name], params);
    return new Driver(send, stop);
  } catch (error) {
    stop();
    throw error;
  }
}

/** The name of a new X display. */
async function screen(children: ChildProcess[]): Promise<string> {
  const args = ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"];
  const server = spawn("Xvfb", args, { stdio: ["ignore", "pipe", "ignore"] });
  children.push(server);
  let written = "";
  server.stdout?.on("data", (text) => {
    written += text;
  });
  return until("Xvfb", () => (/^\d+\n/.test(written) ? `:${written.trim()}` : null));
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
