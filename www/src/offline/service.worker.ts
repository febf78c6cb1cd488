/**
 * The service worker: hands out the page from what is kept, with or without a network.
 * https://w3c.github.io/ServiceWorker/
 *
 * Each version of the page is kept whole or not at all, in a cache of its own: every file is held
 * against the hash that the build gave it. A new version waits until the person asks for it or has
 * closed the page, so one page never gets files of two versions. The models are kept by the page
 * itself (src/kept.ts).
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
  try {
    await Promise.all([
      ...[...files].map(([address, hash]) => keep(cache, address, hash)),
      ...[...later.keys()].map((address) => keepFormer(cache, address)),
    ]);
  } catch (error) {
    // Tried again at the next visit. A page that is being put on its host is none of either version.
    if (!former.includes(version)) await scope.caches.delete(version);
    throw error;
  }
}

async function keep(cache: Cache, address: string, hash: string): Promise<void> {
  // Past the browser's own cache, which may hold an older file of the same name.
  const response = await fetch(address, {
    cache: isNamedByContent(address) ? "default" : "reload",
  });
  const content = await response.clone().arrayBuffer();
  if (!response.ok || (await hashOf(content)) !== hash) throw new Error(`${address} is another`);
  await cache.put(address, response);
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
  const { clients, caches, registration } = scope;
  await clients.claim();
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  // Another tab may still show a former version, and ask for a view that it has not had yet.
  if (open.filter(({ url }) => url.startsWith(registration.scope)).length > 1) return;
  const former = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== version);
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
    if (isPage) event.respondWith(kept(index, request));
  } else if (files.has(address) || isNamedByContent(address)) {
    event.respondWith(kept(address, request));
  }
});

/** From this version; what is named by its content also from a former one, whose page may be open. */
async function kept(address: string, request: Request): Promise<Response> {
  const cache = await scope.caches.open(version);
  const present = await cache.match(address);
  if (present !== undefined) return present;
  const former = isNamedByContent(address) ? await formerlyKept(address) : null;
  if (former !== null) return former;
  const hash = later.get(address);
  if (hash !== undefined) {
    // Where it cannot be kept, it is handed out all the same.
    await keep(cache, address, hash).catch(() => undefined);
    const fetched = await cache.match(address);
    if (fetched !== undefined) return fetched;
  }
  return fetch(request);
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
