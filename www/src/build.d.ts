/** Compressed bytes of each bundled model's files, by folder; vite.config.ts puts them in. */
declare const MODEL_BYTES: Record<string, number>;
