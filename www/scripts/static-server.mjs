// static-server.mjs FOLDER [--port N] [--host H] [--base /some/sub/path/] [--hint TEXT]
// Serves a folder's files as any static host would: right types, no special
// headers. `--port 0` takes any free port. Prints the address once it listens.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { parseArgs } from "node:util";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: "string", default: "8080" },
    host: { type: "string", default: "127.0.0.1" },
    base: { type: "string", default: "/" },
    name: { type: "string", default: "wordlight" },
  },
});
const folder = resolve(positionals[0] ?? ".");
const base = `/${values.base}/`.replace(/\/+/g, "/");
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  fail(`PORT=${values.port} is not a port: give a number from 1 to 65535.`);
}

function fail(sentence) {
  console.error(`${values.name}: ${sentence}`);
  process.exit(1);
}

/** The file that a request's path names, or the status that says why none. */
async function find(path) {
  if (!`${path}/`.startsWith(base)) return { status: 404 };
  if (!path.startsWith(base)) return { status: 301, location: base };
  const file = join(folder, path.slice(base.length));
  if (file !== folder && !file.startsWith(folder + sep)) return { status: 404 };
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    if (!path.endsWith("/")) return { status: 301, location: `${path}/` };
    const index = join(file, "index.html");
    const page = await stat(index).catch(() => null);
    return page ? { status: 200, file: index, found: page } : { status: 404 };
  }
  return found?.isFile() && !path.endsWith("/") ? { status: 200, file, found } : { status: 404 };
}

async function answer(request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return response.writeHead(405, { allow: "GET, HEAD" }).end();
  }
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  } catch {
    return response.writeHead(400).end();
  }
  const { status, file, found, location } = path.includes("\0")
    ? { status: 400 }
    : await find(path);
  if (status === 301) return response.writeHead(301, { location: encodeURI(location) }).end();
  if (status !== 200) {
    return response.writeHead(status, { "content-type": "text/plain" }).end(`${status}\n`);
  }
  const etag = `"${found.size.toString(16)}-${Math.round(found.mtimeMs).toString(16)}"`;
  // "no-cache": keep it, but ask each time whether it is still the same.
  const headers = { etag, "cache-control": "no-cache" };
  if (request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
  response.writeHead(200, {
    ...headers,
    "content-type": TYPES[extname(file).toLowerCase()] ?? "application/octet-stream",
    "content-length": found.size,
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.on("error", (error) => {
  if (error.code === "EADDRINUSE") {
    fail(`port ${port} is taken. Choose another: make serve PORT=${port + 1}`);
  }
  if (error.code === "EACCES") {
    fail(`port ${port} may not be used by this user. Choose one above 1023: make serve PORT=8080`);
  }
  fail(error.message);
});
server.listen(port, values.host, () => {
  const shown = ["127.0.0.1", "0.0.0.0", "::", "::1"].includes(values.host)
    ? "localhost"
    : values.host;
  console.log(`wordlight: http://${shown}:${server.address().port}${base}  (Ctrl-C stops it)`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
