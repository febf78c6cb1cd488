/**
 * Only the newest call counts: at most one is in flight and at most one waits.
 * A call that was overtaken resolves to `null`, whether it had begun or not. `run` can ask whether
 * the call it is for still counts.
 */
export function latestOnly<P, R>(
  run: (params: P, counts: () => boolean) => Promise<R>,
): (params: P) => Promise<R | null> {
  let newest = 0;
  let inFlight: Promise<unknown> | null = null;

  return async (params) => {
    const mine = ++newest;
    // All overtaken waiters wake together with the newest one, and see that they were overtaken.
    while (inFlight !== null) {
      await inFlight;
      if (mine !== newest) return null;
    }
    const running = run(params, () => mine === newest);
    inFlight = running.catch(() => undefined);
    try {
      const result = await running;
      return mine === newest ? result : null;
    } catch (error) {
      if (mine !== newest) return null;
      throw error;
    } finally {
      inFlight = null;
    }
  };
}
