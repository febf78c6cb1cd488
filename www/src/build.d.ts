/** Compressed bytes of each bundled model's files, by folder; vite.config.ts puts them in. */
declare const MODEL_BYTES: Record<string, number>;

/** A worker's code; vite/worker-source.ts puts it there. */
declare module "*&source" {
  const source: string;
  export default source;
}
