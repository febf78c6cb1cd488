/** A model's files on their way to the worker. */
import { delivery } from "../delivery/site";
import { WordlightError } from "./error";
import type { Methods, ModelSource, NamedBlob, Request, SentFile } from "./protocol";

/** Bytes are handed over: to copy a large model, the page would stand still. */
export const handedOver = ({ method, params }: Request): Transferable[] =>
  method === "load"
    ? params.files.map(({ content }) => content).filter((one) => one instanceof ArrayBuffer)
    : [];

/** A model's files as they are sent: bytes, where a worker cannot read the page's blobs. */
export async function sentOf({ files, options }: ModelSource): Promise<Methods["load"]["params"]> {
  const sent: SentFile[] = delivery.blobsCross
    ? files.map(({ name, blob }) => ({ name, content: blob }))
    : await Promise.all(files.map(read));
  return { files: sent, options };
}

async function read({ name, blob }: NamedBlob): Promise<SentFile> {
  try {
    return { name, content: await blob.arrayBuffer() };
  } catch {
    throw WordlightError.of("not_readable", `${name} could not be read.`);
  }
}
