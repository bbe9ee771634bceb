/**
 * Counts the time in which somebody waits for the network, over any number of stretches, and calls `spent` when it is
 * used up. What the reader of an answer does between two pieces costs nothing.
 * @param milliseconds In all.
 */
export function timeBudget(milliseconds: number, spent: () => void): { run(): void; rest(): void } {
  let left = milliseconds;
  let since = 0;
  let timer: NodeJS.Timeout | null = null;
  return {
    run() {
      if (timer !== null) return;
      since = performance.now();
      timer = setTimeout(spent, Math.max(left, 0));
    },
    rest() {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      left -= performance.now() - since;
    },
  };
}
