/**
 * What a script that got into the page would try. Each runs in the page, and leaves a trace where it
 * succeeds: its name in `ran`, or a request to the other host.
 */

export interface Attempt {
  /** The directive of the policy that stops it. */
  directive: string;
  /** `host`: somebody else's, which answers everything and lets everybody read it. */
  attempt(name: string, host: string): unknown;
}

interface Marked {
  ran: string[];
}

declare global {
  interface Window {
    trustedTypes: {
      createPolicy(name: string, rules: object): { createScriptURL(url: string): unknown };
    };
  }
}

const TYPES = "require-trusted-types-for";

export const ATTEMPTS: Record<string, Attempt> = {
  eval: {
    directive: TYPES,
    // biome-ignore lint/security/noGlobalEval: it is what is tried.
    attempt: (name) => globalThis.eval(`ran.push("${name}")`),
  },
  newFunction: {
    directive: TYPES,
    attempt: (name) => new Function(`ran.push("${name}")`)(),
  },
  timeoutOfText: {
    directive: TYPES,
    attempt: (name) => setTimeout(`ran.push("${name}")` as unknown as () => void),
  },
  inlineScript: {
    directive: TYPES,
    attempt: (name) => {
      const script = document.createElement("script");
      script.textContent = `ran.push("${name}")`;
      document.head.append(script);
    },
  },
  /** Its text comes as a node. */
  inlineScriptOfNodes: {
    directive: TYPES,
    attempt: (name) => {
      const script = document.createElementNS("http://www.w3.org/2000/svg", "script");
      script.append(`ran.push("${name}")`);
      document.head.append(script);
    },
  },
  scriptOfOther: {
    directive: TYPES,
    attempt: (name, host) => {
      const script = document.createElement("script");
      script.src = `${host}/${name}.js`;
      document.head.append(script);
    },
  },
  importOfOther: {
    directive: "script-src-elem",
    attempt: (name, host) => import(`${host}/${name}.js`),
  },
  importOfData: {
    directive: "script-src-elem",
    attempt: (name) => import(`data:text/javascript,ran.push("${name}")`),
  },
  markup: {
    directive: TYPES,
    attempt: (name) => {
      const box = document.createElement("div");
      box.innerHTML = `<img src="data:," onerror="ran.push('${name}')">`;
    },
  },
  markupBeside: {
    directive: TYPES,
    attempt: (name) =>
      document.body.insertAdjacentHTML(
        "beforeend",
        `<img src="data:," onerror="ran.push('${name}')">`,
      ),
  },
  markupOfRange: {
    directive: TYPES,
    attempt: (name) =>
      document.body.append(
        document.createRange().createContextualFragment(`<script>ran.push("${name}")</script>`),
      ),
  },
  markupParsed: {
    directive: TYPES,
    attempt: (name) => {
      const parsed = new DOMParser().parseFromString(
        `<img src="data:," onerror="ran.push('${name}')">`,
        "text/html",
      );
      document.body.append(...parsed.body.childNodes);
    },
  },
  frameOfText: {
    directive: TYPES,
    attempt: (name) => {
      const frame = document.createElement("iframe");
      frame.srcdoc = `<script>parent.ran.push("${name}")</script>`;
      document.body.append(frame);
    },
  },
  handler: {
    directive: TYPES,
    attempt: (name) => {
      const button = document.createElement("button");
      button.setAttribute("onclick", `ran.push("${name}")`);
      button.click();
    },
  },
  scriptLink: {
    directive: "script-src-elem",
    attempt: (name) => {
      const link = document.createElement("a");
      link.href = `javascript:void ran.push("${name}")`;
      document.body.append(link);
      link.click();
      link.remove();
    },
  },
  defaultPolicy: {
    directive: "trusted-types",
    attempt: (name) => {
      window.trustedTypes.createPolicy("default", {});
      (window as unknown as Marked).ran.push(name);
    },
  },
  policyOfOurName: {
    directive: "trusted-types",
    attempt: (name) => {
      // The second of the name: the page has made its own by now.
      window.trustedTypes.createPolicy("wordlight", {});
      window.trustedTypes.createPolicy("wordlight", {});
      (window as unknown as Marked).ran.push(name);
    },
  },
  worker: {
    directive: TYPES,
    attempt: (name, host) =>
      new Worker(URL.createObjectURL(new Blob([`fetch("${host}/${name}")`]))),
  },
  fetch: { directive: "connect-src", attempt: (name, host) => fetch(`${host}/${name}`) },
  request: {
    directive: "connect-src",
    attempt: (name, host) => {
      const request = new XMLHttpRequest();
      request.open("GET", `${host}/${name}`);
      request.send();
    },
  },
  beacon: {
    directive: "connect-src",
    attempt: (name, host) => navigator.sendBeacon(`${host}/${name}`, "text"),
  },
  events: { directive: "connect-src", attempt: (name, host) => new EventSource(`${host}/${name}`) },
  socket: {
    directive: "connect-src",
    attempt: (name, host) => new WebSocket(`${host.replace("http", "ws")}/${name}`),
  },
  image: {
    directive: "img-src",
    attempt: (name, host) => {
      new Image().src = `${host}/${name}.png`;
    },
  },
  styleOfOther: {
    directive: "style-src-elem",
    attempt: (name, host) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = `${host}/${name}.css`;
      document.head.append(link);
    },
  },
  font: {
    directive: "font-src",
    attempt: (name, host) => new FontFace(name, `url(${host}/${name}.woff2)`).load(),
  },
  sound: {
    directive: "media-src",
    attempt: (name, host) => {
      new Audio(`${host}/${name}.mp3`).load();
    },
  },
  frame: {
    directive: "frame-src",
    attempt: (name, host) => {
      const frame = document.createElement("iframe");
      frame.src = `${host}/${name}.html`;
      document.body.append(frame);
    },
  },
  object: {
    directive: TYPES,
    attempt: (name, host) => {
      const object = document.createElement("object");
      object.data = `${host}/${name}.svg`;
      document.body.append(object);
    },
  },
  preload: {
    directive: "default-src",
    attempt: (name, host) => {
      const link = document.createElement("link");
      link.rel = "prefetch";
      link.href = `${host}/${name}`;
      document.head.append(link);
    },
  },
  form: {
    directive: "form-action",
    attempt: (name, host) => {
      const frame = document.createElement("iframe");
      frame.name = "target";
      const form = document.createElement("form");
      form.action = `${host}/${name}`;
      form.target = "target";
      document.body.append(frame, form);
      form.submit();
    },
  },
  base: {
    directive: "base-uri",
    attempt: (name, host) => {
      const base = document.createElement("base");
      base.href = `${host}/`;
      document.head.append(base);
      if (document.baseURI.startsWith(host)) (window as unknown as Marked).ran.push(name);
      base.remove();
    },
  },
};
