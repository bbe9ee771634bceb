import type { Store } from '@broadsheet/papers';
import type { Member } from './member.ts';

/** An account, as owners see it. */
export interface ListedMember extends Member {
  createdAt: Date;
  seenAt: Date | null;
}

/** How many accounts a page shows. */
export const membersPerPage = 100;

/**
 * Accounts, owners first, then by handle.
 * @param page From 1.
 * @param find Part of a handle, name or address.
 */
export async function listMembers(
  { query }: Pick<Store, 'query'>,
  { page, find }: { page: number; find: string },
): Promise<{ members: ListedMember[]; total: number }> {
  const pattern = `%${find.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const where = `lower(handle || ' ' || name || ' ' || email) like $1`;
  const [counted] = await query<{ total: number }>(
    `select count(*)::int as total from members where ${where}`,
    [pattern],
  );
  const members = await query<ListedMember>(
    `select id, handle, name, email, role, orcid, created_at as "createdAt", seen_at as "seenAt" from members where ${where}
      order by array_position(array['owner', 'editor', 'member', 'reader'], role), handle
      limit $2 offset $3`,
    [pattern, membersPerPage, (page - 1) * membersPerPage],
  );
  return { members, total: counted?.total ?? 0 };
}
