import type { Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { bestScore } from './best-score.ts';
import { reactionsThat, type Reaction } from './reactions.ts';

/**
 * Gives a sign to a comment, or takes it back. Of many at once each is counted: the comment's row is held meanwhile.
 * @param given what is wanted; without it, the other of what is.
 * @returns Whether it is given now; null where there is no such comment, it was removed, or it is one's own (nobody applauds themselves).
 */
export async function toggleReaction(
  store: Pick<Store, 'transaction'>,
  member: Pick<Member, 'id'>,
  { id, reaction, given, now }: { id: number; reaction: Reaction; given?: boolean; now: Date },
): Promise<boolean | null> {
  return store.transaction(async ({ query }) => {
    const [comment] = await query(
      `select from comments c join papers p on p.id = c.paper_id
        where c.id = $1 and c.removed_at is null and c.member_id is distinct from $2 and not p.hidden for update of c`,
      [id, member.id],
    );
    if (comment === undefined) return null;
    const [held] = await query(
      'select from comment_reactions where comment_id = $1 and member_id = $2 and reaction = $3',
      [id, member.id, reaction],
    );
    const wanted = given ?? held === undefined;
    if (wanted === (held !== undefined)) return wanted;
    await query(
      wanted
        ? 'insert into comment_reactions (comment_id, member_id, reaction, at) values ($1, $2, $3, $4)'
        : 'delete from comment_reactions where comment_id = $1 and member_id = $2 and reaction = $3',
      wanted ? [id, member.id, reaction, now] : [id, member.id, reaction],
    );
    const [counts] = await query<{ approving: number; disapproving: number }>(
      `select count(distinct member_id) filter (where reaction = any($2::text[]))::int as approving,
              count(distinct member_id) filter (where reaction = any($3::text[]))::int as disapproving
         from comment_reactions where comment_id = $1`,
      [id, reactionsThat('for'), reactionsThat('against')],
    );
    await query('update comments set best = $2 where id = $1', [
      id,
      bestScore(counts?.approving ?? 0, counts?.disapproving ?? 0),
    ]);
    return wanted;
  });
}

/** Which signs a member has given to these comments. */
export async function ownReactions(
  store: Pick<Store, 'query'>,
  memberId: string,
  ids: readonly number[],
): Promise<Map<number, Reaction[]>> {
  if (ids.length === 0) return new Map();
  const rows = await store.query<{ id: number; given: Reaction[] }>(
    `select comment_id as id, array_agg(reaction) as given from comment_reactions
      where member_id = $1 and comment_id = any($2::bigint[]) group by 1`,
    [memberId, ids],
  );
  return new Map(rows.map(({ id, given }) => [id, given]));
}
