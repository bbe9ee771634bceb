import { createHash } from 'node:crypto';

/** What is kept of a token that nobody can guess, since it is random: for those plain SHA-256 is enough. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
