import { createHash, timingSafeEqual } from 'node:crypto';

/** Compared by digest, so that the time taken tells nothing about the secret. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
