import { randomUUID } from 'node:crypto';
import type { Store } from '@broadsheet/papers';

/**
 * How long a password is, in characters. NIST SP 800-63B-4 asks for at least 15 where a password alone signs somebody in, and
 * for nothing about which characters it is made of; the longest keeps the work of hashing within bounds.
 */
export const shortestPassword = 15;
export const longestPassword = 256;

/** What is wrong with a new password, for the one who chose it; null where nothing is. */
export function passwordTrouble(
  password: string,
  about: { email: string; handle: string; name: string },
): string | null {
  const letters = [...password];
  if (letters.length < shortestPassword)
    return `Take at least ${shortestPassword} characters: some words in a row are easy to keep in mind. Yours has ${letters.length}.`;
  if (password.length > longestPassword) return `Take at most ${longestPassword} characters.`;
  if (new Set(letters).size < 5)
    return 'This repeats itself too much to be hard to guess. Take some different words.';
  const plain = password.toLowerCase();
  const known = [about.email, about.handle, about.name, 'broadsheet'].map((word) => word.toLowerCase());
  if (known.some((word) => word.length > 0 && plain.replaceAll(word, '').length < 6))
    return 'This is little more than your name or this site’s, which are guessed first. Take some different words.';
  return null;
}

/** Whether somebody has a password here. */
export async function hasPassword({ query }: Pick<Store, 'query'>, memberId: string): Promise<boolean> {
  const rows = await query(
    `select from linked_accounts where member_id = $1 and provider_id = 'credential' and password is not null`,
    [memberId],
  );
  return rows.length > 0;
}

/** Whether this is their password. It takes the same work where they have none. */
export async function isPassword(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  password: string,
): Promise<boolean> {
  if (password.length > longestPassword) return false;
  const [row] = await query<{ password: string | null }>(
    `select password from linked_accounts where member_id = $1 and provider_id = 'credential'`,
    [memberId],
  );
  if (!row?.password) {
    await (await crypto()).hashPassword(password);
    return false;
  }
  return (await crypto()).verifyPassword({ hash: row.password, password });
}

/**
 * Gives somebody a password, or another, and ends all their sessions but one.
 * @param keep The session that goes on: the one in which this is done.
 */
export async function setPassword(
  store: Store,
  memberId: string,
  password: string,
  { keep, now }: { keep: string | null; now: Date },
): Promise<void> {
  // scrypt takes its time: not inside a transaction, which in the embedded store is everybody's.
  const hash = await (await crypto()).hashPassword(password);
  await store.transaction(async ({ query }) => {
    await query(
      `insert into linked_accounts (id, member_id, provider_id, account_id, password, created_at, updated_at)
       values ($1, $2, 'credential', $2, $3, $4, $4)
       on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at`,
      [randomUUID(), memberId, hash, now],
    );
    await query('delete from sessions where member_id = $1 and id is distinct from $2', [memberId, keep]);
  });
}

/** Takes somebody's password away; they sign in by mail, a passkey or elsewhere. */
export async function removePassword({ query }: Pick<Store, 'query'>, memberId: string): Promise<void> {
  await query(`delete from linked_accounts where member_id = $1 and provider_id = 'credential'`, [memberId]);
}

/** scrypt as better-auth has it; loaded where a password is at hand. */
const crypto = () => import('better-auth/crypto');
