import { randomUUID } from 'node:crypto';
import type { Store } from '@broadsheet/papers';
import { memberColumns } from './find-member.ts';
import type { Member, Role } from './member.ts';

export interface NewMember {
  handle: string;
  name: string;
  /** In lower case. */
  email: string;
  /** Whether they have shown that mail to it reaches them. */
  emailVerified: boolean;
  role: Role;
  now: Date;
}

/**
 * Makes an account.
 * @returns What stands in its way, where another has the handle or the address.
 */
export async function createMember(
  { query }: Pick<Store, 'query'>,
  { handle, name, email, emailVerified, role, now }: NewMember,
): Promise<Member | 'handle-taken' | 'address-taken'> {
  const [made] = await query<Member>(
    `insert into members (id, handle, name, email, email_verified, role, seen_at, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $7) on conflict do nothing returning ${memberColumns}`,
    [randomUUID(), handle, name, email, emailVerified, role, now],
  );
  if (made !== undefined) return made;
  const same = await query('select from members where email = $1', [email]);
  return same.length > 0 ? 'address-taken' : 'handle-taken';
}
