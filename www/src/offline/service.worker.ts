/**
 * The service worker: hands out the page from what is kept, with or without a network.
 * https://w3c.github.io/ServiceWorker/
 *
 * Each version of the page is kept whole or not at all, in a cache of its own: every file is held
 * against the hash that the build gave it. A new version waits until the person asks for it or has
 * closed the page, so one page never gets files of two versions. The models are kept by the page
 * itself (src/kept.ts).
 *
 * What is kept may be emptied, in part or whole, or damaged on the disk: what is missing is fetched
 * when it is asked for, and some seconds after the page has opened all of it is held against its
 * hashes once more.
 */

/** vite/offline.ts puts them in: paths from the page's folder with the SHA-256 of what they hold. */
declare const PAGE_FILES: Record<string, string>;
/** What is kept only once it was wanted. */
declare const PAGE_LATER: Record<string, string>;
/** A hash of all of those. */
declare const PAGE_VERSION: string;

const scope = self as unknown as ServiceWorkerGlobalScope;

/** Other copies of the page on the same host have caches of their own. */
const ours = `wordlight-page ${scope.registration.scope} `;
const version = ours + PAGE_VERSION;

/** Some hosts send whoever asks for index.html on to its folder. */
const addressOf = (path: string): string =>
  new URL(path === "index.html" ? "./" : path, scope.registration.scope).href;
const index = addressOf("index.html");
const byAddress = (list: Record<string, string>): Map<string, string> =>
  new Map(Object.entries(list).map(([path, hash]) => [addressOf(path), hash]));
const files = byAddress(PAGE_FILES);
const later = byAddress(PAGE_LATER);

scope.addEventListener("install", (event) => event.waitUntil(install()));

async function install(): Promise<void> {
  const former = await scope.caches.keys();
  const cache = await scope.caches.open(version);
  const kept = await Promise.allSettled([
    ...[...files].map(([address, hash]) => keep(cache, address, hash)),
    ...[...later.keys()].map((address) => keepFormer(cache, address)),
  ]);
  const failed = kept.find((one) => one.status === "rejected");
  if (failed === undefined) return;
  // Tried again at the next visit. A page that is being put on its host is none of either version.
  if (!former.includes(version)) await scope.caches.delete(version);
  throw failed.reason;
}

async function keep(cache: Cache, address: string, hash: string): Promise<void> {
  // Past the browser's own cache, which may hold an older file of the same name, or half of one.
  const ways: RequestCache[] = isNamedByContent(address) ? ["default", "reload"] : ["reload"];
  for (const way of ways) {
    const response = await fetch(address, { cache: way });
    const content = await response.clone().arrayBuffer();
    if (response.ok && (await hashOf(content)) === hash) return cache.put(address, response);
  }
  throw new Error(`${address} is another`);
}

/** What was wanted in a former version, and is the same in this one. */
async function keepFormer(cache: Cache, address: string): Promise<void> {
  const former = await formerlyKept(address);
  if (former !== null) await cache.put(address, former);
}

async function hashOf(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

scope.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate(): Promise<void> {
  await scope.clients.claim();
  await letFormerGo();
}

async function letFormerGo(): Promise<void> {
  const { clients, caches, registration } = scope;
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  // Another tab may still show a former version, and ask for a view that it has not had yet.
  if (open.filter(({ url }) => url.startsWith(registration.scope)).length > 1) return;
  const former = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== version);
  // Asked after the list was made: what is in it may be a later version's.
  const isLast = registration.installing === null && registration.waiting === null;
  if (!isLast || scope.serviceWorker?.state === "redundant") return;
  await Promise.all(former.map((name) => caches.delete(name)));
}

scope.addEventListener("message", ({ data }) => {
  if (data === "activate") void scope.skipWaiting();
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  if (request.mode === "navigate") {
    const isPage = address === index || address === `${index}index.html`;
    if (!isPage) return;
    event.respondWith(kept(index, request));
    event.waitUntil(mend().catch(() => undefined));
  } else if (files.has(address) || isNamedByContent(address)) {
    event.respondWith(kept(address, request));
  }
});

async function kept(address: string, request: Request): Promise<Response> {
  // A store that fails is as one that is empty.
  const present = await found(address).catch(() => null);
  if (present !== null) return present;
  const hash = files.get(address) ?? later.get(address);
  if (hash !== undefined) {
    try {
      const cache = await scope.caches.open(version);
      await keep(cache, address, hash);
      const fetched = await cache.match(address);
      if (fetched !== undefined) return fetched;
    } catch {
      // Where it cannot be kept, or is another by now, the host's is handed out.
    }
  }
  const response = await fetch(request);
  // The host has another version by now: its own page knows which files there are.
  if (!response.ok && files.has(address)) await letGo(index).catch(() => undefined);
  return response;
}

/** From this version; what is named by its content also from a former one, whose page may be open. */
async function found(address: string): Promise<Response | null> {
  const present = await (await scope.caches.open(version)).match(address);
  if (present !== undefined) return present;
  return isNamedByContent(address) ? formerlyKept(address) : null;
}

async function letGo(address: string): Promise<void> {
  const cache = await scope.caches.open(version);
  await cache.delete(address);
}

/** By then the page has opened, and reading takes nothing from it. */
const MEND_AFTER_MS = 2000;
let mending = false;

/** With each visit, but not twice at a time. */
async function mend(): Promise<void> {
  if (mending) return;
  mending = true;
  try {
    await new Promise((done) => setTimeout(done, MEND_AFTER_MS));
    await mendAll();
  } finally {
    mending = false;
  }
}

async function mendAll(): Promise<void> {
  // Another version has taken its place meanwhile.
  if (scope.serviceWorker?.state === "redundant") return;
  const cache = await scope.caches.open(version);
  for (const [address, hash] of [...files, ...later]) {
    const state = await stateOf(cache, address, hash);
    if (state === "whole") continue;
    if (state === "damaged") await cache.delete(address);
    // Without a network it is fetched when it is asked for.
    if (files.has(address)) await keep(cache, address, hash).catch(() => undefined);
  }
  // Where a browser does not say so, this may be a worker whose time is over.
  if (scope.serviceWorker?.state === "activated") await letFormerGo();
}

async function stateOf(
  cache: Cache,
  address: string,
  hash: string,
): Promise<"whole" | "damaged" | "missing"> {
  try {
    const present = await cache.match(address);
    if (present === undefined) return "missing";
    return (await hashOf(await present.arrayBuffer())) === hash ? "whole" : "damaged";
  } catch {
    return "damaged";
  }
}

async function formerlyKept(address: string): Promise<Response | null> {
  for (const name of await scope.caches.keys()) {
    const found = name.startsWith(ours) && (await (await scope.caches.open(name)).match(address));
    if (found) return found;
  }
  return null;
}

const isNamedByContent = (address: string): boolean =>
  address.startsWith(`${scope.registration.scope}assets/`);
