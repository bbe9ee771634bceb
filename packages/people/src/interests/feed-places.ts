import type { PaperCondition, Store } from '@broadsheet/papers';
import { z } from 'zod';
import { holdMember } from './keep-interests.ts';

const Part = z.number();

/** Why a paper is in somebody's feed, in numbers as they were when the feed was made. */
export const PlaceReason = z.object({
  /** For an interest, or for a field beside the interests. */
  kind: z.enum(['interest', 'explore']),
  /** The interest's name then, or the field. */
  name: z.string(),
  /** The interest was behind its floor: the paper is there although others scored more. */
  byFloor: z.boolean(),
  /** All parts together. */
  total: Part,
  /** What the total is made of. */
  parts: z.object({
    meaning: Part,
    words: Part,
    /** What an average paper has of both, taken off. */
    average: Part,
    votes: Part,
    recency: Part,
    code: Part,
    /** Taken off for being like what stands above it. */
    repetition: Part,
  }),
  /** The words that tell most, as the paper writes them, each with its share of the part of words. */
  words: z.array(z.object({ word: z.string(), part: Part })),
  /** What of the interest it is like, each with its share of meaning and words together. */
  examples: z.array(z.object({ title: z.string(), verdict: z.enum(['more', 'less']), part: Part })),
});
export type PlaceReason = z.infer<typeof PlaceReason>;

/** A paper's place in a day's feed. */
export interface FeedPlace {
  paperId: number;
  day: string;
  /** From 1. */
  position: number;
  interestId: number | null;
  reason: PlaceReason;
  answer: 'more' | 'less' | null;
}

export type NewFeedPlace = Pick<FeedPlace, 'paperId' | 'interestId' | 'reason'>;

type Row = Omit<FeedPlace, 'reason'> & { reason: unknown };

const columns = `paper_id as "paperId", day::text as day, position, interest_id as "interestId", reason, answer`;

/** The feed of a day as it was made; empty where none was. Places of which an older version wrote other reasons are left out. */
export async function placesOfDay(
  store: Pick<Store, 'query'>,
  memberId: string,
  day: string,
): Promise<FeedPlace[]> {
  const rows = await store.query<Row>(
    `select ${columns} from feed_places where member_id = $1 and day = $2::date order by position, paper_id`,
    [memberId, day],
  );
  return rows.flatMap(readPlace);
}

/** The place of a paper in a member's feeds; null where none has shown it. */
export async function placeOf(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperId: number,
): Promise<FeedPlace | null> {
  const rows = await store.query<Row>(
    `select ${columns} from feed_places where member_id = $1 and paper_id = $2`,
    [memberId, paperId],
  );
  return rows.flatMap(readPlace)[0] ?? null;
}

/** Which of some papers a condition holds for, such as what a reader's rules hide. */
export async function hiddenOnes(
  store: Pick<Store, 'query'>,
  hides: PaperCondition,
  ids: readonly number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const parameters: unknown[] = [ids];
  const rows = await store.query<{ id: number }>(
    `select p.id from papers p where p.id = any($1::bigint[]) and ${hides((value) => `$${parameters.push(value)}`)}`,
    parameters,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Days of which there is a feed, the newest first, and how many papers each has; at most 60. */
export function feedDays(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<{ day: string; papers: number }[]> {
  return store.query(
    `select day::text as day, count(*)::int as papers from feed_places
      where member_id = $1 group by day order by feed_places.day desc limit 60`,
    [memberId],
  );
}

/**
 * Keeps a day's feed, unless somebody has made it meanwhile: what is there stays. Papers that another day has shown are left out.
 * @param options.anew takes back what the day has shown so far, but for what the reader has said something of.
 * @returns the feed of the day as it is kept.
 */
export function keepPlaces(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  day: string,
  places: readonly NewFeedPlace[],
  { anew = false }: { anew?: boolean } = {},
): Promise<FeedPlace[]> {
  return store.transaction(async (inside) => {
    await holdMember(inside.query, memberId);
    if (anew)
      await inside.query(
        'delete from feed_places where member_id = $1 and day = $2::date and answer is null',
        [memberId, day],
      );
    const there = await placesOfDay(inside, memberId, day);
    if (there.length > 0 && !anew) return there;
    await inside.query(
      `insert into feed_places (member_id, paper_id, day, position, interest_id, reason)
       select $1, n.paper, $2::date, n.position, i.id, n.reason
         from jsonb_to_recordset($3::jsonb) as n (paper bigint, position int, interest bigint, reason jsonb)
         join papers p on p.id = n.paper left join interests i on i.id = n.interest and i.member_id = $1
       on conflict (member_id, paper_id) do nothing`,
      [
        memberId,
        day,
        JSON.stringify(
          places.map(({ paperId, interestId, reason }, at) => ({
            paper: paperId,
            position: at + 1,
            interest: interestId,
            reason,
          })),
        ),
      ],
    );
    return placesOfDay(inside, memberId, day);
  });
}

/** Keeps what a reader said of a paper in the feed; the same twice changes nothing, and null takes it back. */
export async function answerPlace(
  store: Pick<Store, 'query'>,
  memberId: string,
  paperId: number,
  answer: 'more' | 'less' | null,
): Promise<boolean> {
  const changed = await store.query(
    'update feed_places set answer = $3 where member_id = $1 and paper_id = $2 returning paper_id',
    [memberId, paperId, answer],
  );
  return changed.length > 0;
}

/** What a reader said of papers of fields beside the interests, by field: what is tried next follows from it. */
export async function exploredFields(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<Map<string, { more: number; less: number }>> {
  const rows = await store.query<{ field: string; more: number; less: number }>(
    `select reason ->> 'name' as field, (count(*) filter (where answer = 'more'))::int as more,
            (count(*) filter (where answer = 'less'))::int as less
       from feed_places where member_id = $1 and reason ->> 'kind' = 'explore' group by 1`,
    [memberId],
  );
  return new Map(rows.map(({ field, ...said }) => [field, said]));
}

function readPlace(row: Row): FeedPlace[] {
  const read = PlaceReason.safeParse(row.reason);
  return read.success ? [{ ...row, reason: read.data }] : [];
}
