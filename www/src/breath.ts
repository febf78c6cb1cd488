/** Lets keys and pointers in between two pieces of work that belong together. */
export function breath(): Promise<void> {
  // Not in every browser, and not in the types yet.
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));
}
