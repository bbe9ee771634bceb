import type { Store } from '@broadsheet/papers';
import { AuthorIdentity } from './author-identity.ts';
import { mostFollows, mostSearches, type Follow, type FollowKind } from './follow.ts';
import type { NewFollow } from './read-follow.ts';

type Row = Omit<Follow, 'identity'> & { identity: unknown };

/** Of `follows f left join members m`: who has another handle since is followed all the same. */
const columns = `f.id, f.kind, coalesce(m.handle, f.value) as value,
  case when m.id is null then f.label else m.name || ' (@' || m.handle || ')' end as label, f.identity,
  f.created_at as "createdAt"`;
const tables = 'follows f left join members m on m.id = f.followed_id';

/** All that a member follows, the newest first. */
export async function listFollows(store: Pick<Store, 'query'>, memberId: string): Promise<Follow[]> {
  const rows = await store.query<Row>(
    `select ${columns} from ${tables} where f.member_id = $1 order by f.id desc`,
    [memberId],
  );
  return rows.map(readRow);
}

/** Something that a member follows, by its number; null where they follow no such thing. */
export async function getFollow(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
): Promise<Follow | null> {
  const [row] = await store.query<Row>(
    `select ${columns} from ${tables} where f.member_id = $1 and f.id = $2`,
    [memberId, id],
  );
  return row === undefined ? null : readRow(row);
}

/** Something that a member follows, by what it is, as its page asks; null where they do not. */
export async function findFollow(
  store: Pick<Store, 'query'>,
  memberId: string,
  kind: FollowKind,
  value: string,
): Promise<Follow | null> {
  const [row] = await store.query<Row>(
    `select ${columns} from ${tables} where f.member_id = $1 and f.kind = $2 and coalesce(m.handle, f.value) = $3`,
    [memberId, kind, value],
  );
  return row === undefined ? null : readRow(row);
}

function readRow({ identity, ...row }: Row): Follow {
  return { ...row, identity: identity === null ? null : AuthorIdentity.parse(identity) };
}

/** Why something was not followed, in words for the reader. */
export interface FollowRefusal {
  refused: string;
}

/** Follows; what is followed already is not doubled, and an author's identity is the new one. */
export async function addFollow(
  store: Store,
  memberId: string,
  follow: NewFollow,
  now: Date,
): Promise<Follow | FollowRefusal> {
  const { kind, value, label, identity, followedId } = follow;
  if (followedId === memberId) return { refused: 'What you vote for yourself is on your own pages.' };
  const added = await store.transaction(async ({ query }) => {
    await query('select from members where id = $1 for update', [memberId]);
    const kept = await query<{ kind: FollowKind; value: string }>(
      'select kind, value from follows where member_id = $1',
      [memberId],
    );
    if (!kept.some((one) => one.kind === kind && one.value === value)) {
      if (kept.length >= mostFollows)
        return { refused: `There is room for ${mostFollows}. Give up one that is of no use any more.` };
      if (kind === 'search' && kept.filter((one) => one.kind === 'search').length >= mostSearches)
        return { refused: `There is room for ${mostSearches} searches. Join some with OR, or give up one.` };
    }
    const [row] = await query<{ id: number }>(
      `insert into follows (member_id, kind, value, label, identity, followed_id, created_at)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7)
       on conflict (member_id, kind, value) do update set label = excluded.label, identity = excluded.identity
       returning id`,
      [memberId, kind, value, label, identity === null ? null : JSON.stringify(identity), followedId, now],
    );
    return row?.id ?? 0;
  });
  if (typeof added !== 'number') return added;
  const made = await getFollow(store, memberId, added);
  return made ?? { refused: 'It was given up again meanwhile.' };
}

/** Gives something up. @returns Whether the member followed it. */
export async function deleteFollow(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
): Promise<boolean> {
  const rows = await store.query('delete from follows where member_id = $1 and id = $2 returning id', [
    memberId,
    id,
  ]);
  return rows.length > 0;
}

/** Keeps what has been learned about who is meant. */
export async function setIdentity(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
  identity: AuthorIdentity | null,
): Promise<void> {
  await store.query(
    `update follows set identity = $3::jsonb where member_id = $1 and id = $2 and kind = 'author'`,
    [memberId, id, identity === null ? null : JSON.stringify(identity)],
  );
}
