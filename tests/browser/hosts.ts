/** Hosts for tests that look at what the browser asks for, underneath the browser. */
import { request as ask, createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
}

export interface Listening {
  address: string;
  /** Every request, in order. */
  asked: Asked[];
  stop(): Promise<void>;
}

async function listening(server: Server, asked: Asked[]): Promise<Listening> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { address: `http://localhost:${port}`, asked, stop };
}

/** Hands each request on to another host, and writes it down. */
export function recording(onward: string): Promise<Listening> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push({ method, url, headers });
    const handed = ask(new URL(url, onward), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    handed.on("error", () => response.destroy());
    request.pipe(handed);
  });
  return listening(server, asked);
}

/** A proxy that lets nothing through: who is sent to it asked for somebody else. */
export function deadEnd(): Promise<Listening> {
  const asked: Asked[] = [];
  const server = createServer(({ method = "", url = "", headers }, response) => {
    asked.push({ method, url, headers });
    response.writeHead(502).end();
  });
  server.on("connect", ({ method = "", url = "", headers }, socket) => {
    asked.push({ method, url, headers });
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  return listening(server, asked);
}
