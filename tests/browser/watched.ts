/**
 * Playwright's `test`, with an eye on what no test may see: a request to anybody but the page's own host,
 * and anything that the Content Security Policy had to stop. Every spec imports it from here.
 */
import { test as base, type ConsoleMessage, expect, type Request } from "@playwright/test";

export interface Seen {
  requests: Request[];
  /** What the browser said of the policy, in its words. */
  violations: string[];
}

interface Options {
  /** Another host that the test itself brings in, such as a blog with <wordlight-text>. */
  alsoAsked: string;
  /** Not where the policy itself is put to the test. */
  isWatched: boolean;
}

const POLICY = /Content Security Policy|requires 'Trusted|Permissions policy violation/i;

export const isOwn = (url: string): boolean =>
  /^(file|blob|data|about):/.test(url) || new URL(url).hostname === "localhost";

export const test = base.extend<Options & { watch: undefined }, { seen: Seen }>({
  alsoAsked: ["", { option: true }],
  isWatched: [true, { option: true }],
  seen: [
    async ({ browser }, use) => {
      const seen: Seen = { requests: [], violations: [] };
      const newContext = browser.newContext.bind(browser);
      // The one that a test is given is made by this too.
      browser.newContext = async (options) => {
        const context = await newContext(options);
        context.on("request", (request) => seen.requests.push(request));
        context.on("console", (message: ConsoleMessage) => {
          if (POLICY.test(message.text())) seen.violations.push(message.text());
        });
        return context;
      };
      await use(seen);
      browser.newContext = newContext;
    },
    { scope: "worker" },
  ],
  watch: [
    async ({ seen, alsoAsked, isWatched }, use) => {
      seen.requests = [];
      seen.violations = [];
      await use(undefined);
      if (!isWatched) return;
      const foreign = seen.requests
        .filter((request) => !isOwn(request.url()) && new URL(request.url()).host !== alsoAsked)
        .map((request) => request.url());
      expect(foreign, "requests to other hosts").toEqual([]);
      const others = seen.requests.filter((request) => request.method() !== "GET");
      expect(others.map((request) => `${request.method()} ${request.url()}`)).toEqual([]);
      expect(seen.violations, "stopped by the policy").toEqual([]);
    },
    { auto: true },
  ],
});
