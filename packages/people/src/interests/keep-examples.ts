import type { Store } from '@broadsheet/papers';
import { longestText, mostExamples, type InterestExample, type NewExample } from './interest.ts';
import { holdMember } from './keep-interests.ts';

type Query = Store['query'];

/** What became of examples to add. */
export interface AddedExamples {
  /** Not there before. */
  added: number;
  /** There already; they say now what was said last. */
  changed: number;
  /** For which there was no room any more: an interest has 200. */
  full: number;
}

/** What the interests of a member are learnt from, the newest first; of one of them where it is named. */
export function listExamples(
  store: Pick<Store, 'query'>,
  memberId: string,
  interestId?: number,
): Promise<InterestExample[]> {
  return store.query<InterestExample>(
    `select e.id, e.interest_id as "interestId", e.verdict, e.origin, e.paper_id as "paperId",
            e.author_key as "authorKey", coalesce(p.title, e.title) as title, coalesce(p.abstract, e.abstract) as abstract,
            e.created_at as "createdAt"
       from interest_examples e join interests i on i.id = e.interest_id left join papers p on p.id = e.paper_id
      where i.member_id = $1 and ($2::bigint is null or i.id = $2) order by e.id desc`,
    [memberId, interestId ?? null],
  );
}

/**
 * Adds examples to an interest. A paper or author that is there already takes the verdict that is given now; a text that is there
 * already, word for word, stays one. Ids that are no papers are left out.
 * @returns null where the member has no such interest.
 */
export function addExamples(
  store: Pick<Store, 'transaction'>,
  memberId: string,
  interestId: number,
  examples: readonly NewExample[],
  now: Date,
): Promise<AddedExamples | null> {
  return store.transaction(async ({ query }) => {
    await holdMember(query, memberId);
    const [interest] = await query('select from interests where member_id = $1 and id = $2', [
      memberId,
      interestId,
    ]);
    if (interest === undefined) return null;
    const [counted] = await query<{ count: number }>(
      'select count(*)::int as count from interest_examples where interest_id = $1',
      [interestId],
    );
    const result = { added: 0, changed: 0, full: 0 };
    let room = mostExamples - (counted?.count ?? 0);
    for (const example of examples) {
      if (await sayAgain(query, interestId, example)) result.changed++;
      else if (room <= 0) result.full++;
      else if (await add(query, interestId, example, now)) {
        room--;
        result.added++;
      }
    }
    await query('update interests set changed_at = $2 where id = $1', [interestId, now]);
    return result;
  });
}

/** Takes an example away. @returns whether the member had it. */
export async function removeExample(
  store: Pick<Store, 'query'>,
  memberId: string,
  exampleId: number,
): Promise<boolean> {
  const gone = await store.query(
    `delete from interest_examples e using interests i
      where i.id = e.interest_id and i.member_id = $1 and e.id = $2 returning e.id`,
    [memberId, exampleId],
  );
  return gone.length > 0;
}

/** Takes back what was said of a paper in the feed; what an interest began with stays. */
export async function forgetFeedback(
  store: Pick<Store, 'query'>,
  memberId: string,
  interestId: number,
  paperId: number,
): Promise<void> {
  await store.query(
    `delete from interest_examples e using interests i
      where i.id = e.interest_id and i.member_id = $1 and i.id = $2 and e.paper_id = $3 and e.origin = 'feedback'`,
    [memberId, interestId, paperId],
  );
}

async function sayAgain(query: Query, interestId: number, example: NewExample): Promise<boolean> {
  const set = 'update interest_examples set verdict = $3 where interest_id = $1 and';
  const rows =
    'paperId' in example
      ? await query(`${set} paper_id = $2 returning id`, [interestId, example.paperId, example.verdict])
      : 'authorKey' in example
        ? await query(`${set} author_key = $2 returning id`, [interestId, example.authorKey, example.verdict])
        : await query(
            `${set} paper_id is null and author_key is null and title = $2 and abstract = $4 returning id`,
            [interestId, cut(example.title), example.verdict, cut(example.abstract)],
          );
  return rows.length > 0;
}

async function add(query: Query, interestId: number, example: NewExample, now: Date): Promise<boolean> {
  const paperId = 'paperId' in example ? example.paperId : null;
  const text = 'title' in example ? example : null;
  const rows = await query(
    `insert into interest_examples
            (interest_id, verdict, origin, paper_id, author_key, title, abstract, created_at)
     select $1, $2, $3, $4::bigint, $5::text, $6, $7, $8
      where $4::bigint is null or exists (select from papers where id = $4) returning id`,
    [
      interestId,
      example.verdict,
      example.origin,
      paperId,
      'authorKey' in example ? example.authorKey : null,
      cut(text?.title ?? ('name' in example ? example.name : '')),
      cut(text?.abstract ?? ''),
      now,
    ],
  );
  return rows.length > 0;
}

/** A NUL would break the database, and half a sign the page. */
function cut(text: string): string {
  return text.replaceAll('\0', '').slice(0, longestText).toWellFormed();
}
