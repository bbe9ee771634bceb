import type { Store } from '@broadsheet/papers';
import { longestName, mostInterests, type Interest, type InterestRefusal } from './interest.ts';

type Query = Store['query'];

const columns = `i.id, i.name, i.weight, i.created_at as "createdAt", i.changed_at as "changedAt",
  (select count(*)::int from interest_examples e where e.interest_id = i.id and e.verdict = 'more') as more,
  (select count(*)::int from interest_examples e where e.interest_id = i.id and e.verdict = 'less') as less`;

/** All interests of a member, the oldest first. */
export function listInterests(store: Pick<Store, 'query'>, memberId: string): Promise<Interest[]> {
  return store.query<Interest>(`select ${columns} from interests i where i.member_id = $1 order by i.id`, [
    memberId,
  ]);
}

/** An interest of a member; null where they have none of that number. */
export async function getInterest(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
): Promise<Interest | null> {
  const [row] = await store.query<Interest>(
    `select ${columns} from interests i where i.member_id = $1 and i.id = $2`,
    [memberId, id],
  );
  return row ?? null;
}

/**
 * A name as it is kept: on one line, without spaces around.
 * @returns what is wrong with it, where nothing can be kept.
 */
function readInterestName(text: string): { name: string } | InterestRefusal {
  const name = text
    .replace(/[\p{Control}\u2028\u2029\s]+/gu, ' ')
    .trim()
    .normalize('NFC');
  if (name === '') return { refused: 'Give the interest a name.' };
  if (!name.isWellFormed()) return { refused: 'This is no Unicode text.' };
  if ([...name].length > longestName) return { refused: `A name has at most ${longestName} characters.` };
  return { name };
}

/** Begins an interest. @returns its number; or why it cannot be: its name is taken, or there are twenty. */
export function addInterest(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  { name, weight = 50 }: { name: string; weight?: number },
  now: Date,
): Promise<{ id: number } | InterestRefusal> {
  return store.transaction(async ({ query }) => {
    await holdMember(query, memberId);
    const read = readInterestName(name);
    if ('refused' in read) return read;
    const [known] = await query<{ count: number; taken: boolean }>(
      `select count(*)::int as count, coalesce(bool_or(lower(name) = lower($2)), false) as taken
         from interests where member_id = $1`,
      [memberId, read.name],
    );
    if (known?.taken) return { refused: `You have an interest called “${read.name}” already.` };
    if ((known?.count ?? 0) >= mostInterests)
      return {
        refused: `There is room for ${mostInterests} interests. Delete one that is of no use any more.`,
      };
    const [row] = await query<{ id: number }>(
      `insert into interests (member_id, name, weight, created_at, changed_at) values ($1, $2, $3, $4, $4)
       returning id`,
      [memberId, read.name, percent(weight), now],
    );
    if (row === undefined) throw new Error('The store gave no number for an interest.');
    return row;
  });
}

/** Gives an interest another name or weight. @returns null where the member has no such interest. */
export function changeInterest(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  id: number,
  change: { name?: string; weight?: number },
  now: Date,
): Promise<{ id: number } | InterestRefusal | null> {
  return store.transaction(async ({ query }) => {
    await holdMember(query, memberId);
    const read = change.name === undefined ? null : readInterestName(change.name);
    if (read !== null && 'refused' in read) return read;
    if (read !== null) {
      const [taken] = await query(
        'select from interests where member_id = $1 and id <> $2 and lower(name) = lower($3)',
        [memberId, id, read.name],
      );
      if (taken !== undefined) return { refused: `You have an interest called “${read.name}” already.` };
    }
    const [row] = await query<{ id: number }>(
      `update interests set name = coalesce($3, name), weight = coalesce($4, weight), changed_at = $5
        where member_id = $1 and id = $2 returning id`,
      [memberId, id, read?.name ?? null, change.weight === undefined ? null : percent(change.weight), now],
    );
    return row ?? null;
  });
}

/** Takes an interest away, with all that it was learnt from. @returns whether the member had it. */
export async function deleteInterest(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
): Promise<boolean> {
  const gone = await store.query('delete from interests where member_id = $1 and id = $2 returning id', [
    memberId,
    id,
  ]);
  return gone.length > 0;
}

/** One at a time for each member, so that two requests do not both find room for the last one. */
export async function holdMember(query: Query, memberId: string): Promise<void> {
  await query('select from members where id = $1 for no key update', [memberId]);
}

/** A whole number from 0 to 100. */
function percent(value: number): number {
  return Math.min(100, Math.max(0, Math.round(value) || 0));
}
