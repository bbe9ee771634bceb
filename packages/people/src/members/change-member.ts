import type { Store } from '@broadsheet/papers';
import { eraseTalk } from '../talk/remove-comment.ts';
import { forgetVoter } from '../votes/voters.ts';
import type { Role } from './member.ts';

/** Changes how somebody is called; `taken` where another has the handle. */
export async function renameMember(
  { query }: Pick<Store, 'query'>,
  id: string,
  { handle, name, now }: { handle: string; name: string; now: Date },
): Promise<'done' | 'taken'> {
  const rows = await query(
    `update members set handle = $2, name = $3, updated_at = $4
      where id = $1 and not exists (select from members o where o.handle = $2 and o.id <> $1) returning id`,
    [id, handle, name, now],
  );
  return rows.length > 0 ? 'done' : 'taken';
}

/** Gives somebody another address, which they have shown to be theirs; `taken` where another has it. */
export async function changeAddress(
  { query }: Pick<Store, 'query'>,
  id: string,
  email: string,
  now: Date,
): Promise<'done' | 'taken'> {
  const rows = await query(
    `update members set email = $2, email_verified = true, updated_at = $3
      where id = $1 and not exists (select from members o where o.email = $2 and o.id <> $1) returning id`,
    [id, email, now],
  );
  return rows.length > 0 ? 'done' : 'taken';
}

/** Notes that mail to somebody's address reaches them. */
export async function noteAddressProven({ query }: Pick<Store, 'query'>, id: string): Promise<void> {
  await query('update members set email_verified = true where id = $1 and not email_verified', [id]);
}

/** Gives somebody another role. The last owner stays one. */
export async function changeRole(
  store: Store,
  id: string,
  role: Role,
  now: Date,
): Promise<'done' | 'unknown' | 'last-owner'> {
  return store.transaction(async ({ query }) => {
    if (role !== 'owner' && (await isLastOwner(query, id))) return 'last-owner';
    const rows = await query('update members set role = $2, updated_at = $3 where id = $1 returning id', [
      id,
      role,
      now,
    ]);
    return rows.length > 0 ? 'done' : 'unknown';
  });
}

/**
 * Deletes an account and all that is its own: what refers to it goes with it, or stays without a name where the schema says
 * so (packages/papers/src/store/schema-people.ts). The last owner cannot be deleted.
 */
export async function deleteMember(store: Store, id: string): Promise<'done' | 'unknown' | 'last-owner'> {
  return store.transaction(async ({ query }) => {
    if (await isLastOwner(query, id)) return 'last-owner';
    // Votes stay as counts, without a name; what was said is erased.
    await forgetVoter({ query }, id);
    await eraseTalk({ query }, id, new Date());
    const [gone] = await query<{ email: string }>('delete from members where id = $1 returning email', [id]);
    if (gone === undefined) return 'unknown';
    // Links and invitations to the address say that somebody had to do with this site.
    await query('delete from account_links where email = $1', [gone.email]);
    return 'done';
  });
}

/** Whether an installation would be without an owner if it lost this one. Two at once wait for each other. */
async function isLastOwner(query: Store['query'], id: string): Promise<boolean> {
  const owners = await query<{ id: string }>(
    `select id from members where role = 'owner' order by id for update`,
  );
  return owners.length === 1 && owners[0]?.id === id;
}
