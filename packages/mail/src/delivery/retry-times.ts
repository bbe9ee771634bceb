/** Minutes until the next try, after the first, second, … failed one; the last is used from then on. */
const pauses = [5, 15, 60, 240, 720];

/** A mail that nobody took for so long is given up, in milliseconds: three days. RFC 5321, 4.5.4.1 wants four or five, for letters; this is news. */
const givenUpAfter = 3 * 86_400_000;

/**
 * When a mail is tried again.
 * @param attempts How often it was tried, this time included: 1 or more.
 * @param random 0 to 1: a fifth more or less, so that not all come back at once.
 * @returns null where it is given up.
 */
export function nextTry(createdAt: Date, attempts: number, now: Date, random = Math.random()): Date | null {
  const end = createdAt.getTime() + givenUpAfter;
  if (now.getTime() >= end) return null;
  const minutes = pauses[Math.min(attempts, pauses.length) - 1] ?? 5;
  return new Date(Math.min(now.getTime() + minutes * 60_000 * (0.8 + 0.4 * random), end));
}

/** How long a domain is left alone that has said so, in milliseconds: as long as the mail waits, but no more than an hour. */
export function domainPause(attempts: number): number {
  return Math.min(pauses[Math.min(attempts, pauses.length) - 1] ?? 5, 60) * 60_000;
}
