const tooLate = Symbol('too late');

/**
 * Waits for work at most so long; null says that it took longer. The work itself is not undone: its result, or its
 * failure, is dropped.
 * @param milliseconds 0 waits for ever.
 */
export async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T | null> {
  if (milliseconds === 0) return work;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof tooLate>((resolve) => {
    timer = setTimeout(() => resolve(tooLate), milliseconds);
  });
  try {
    const first = await Promise.race([work, limit]);
    if (first !== tooLate) return first;
    work.catch(() => undefined);
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Reads `REQUEST_TIMEOUT` in seconds (default 30, 0 for none) as milliseconds.
 * @throws Error that names the variable when it is not a number of seconds.
 */
export function readTimeLimit(env: Readonly<Record<string, string | undefined>>): number {
  const text = env['REQUEST_TIMEOUT']?.trim();
  if (text === undefined || text === '') return 30_000;
  const seconds = Number(text);
  if (!(seconds >= 0 && seconds <= 3600)) {
    throw new Error(`REQUEST_TIMEOUT is "${text}"; give a number of seconds up to 3600, or 0 for none.`);
  }
  return seconds * 1000;
}
