import { ingest, settle, type ReadItem, type SourceRecord, type Store } from '@broadsheet/papers';
import type { Member } from '../members/index.ts';
import { getSubmission } from './keep-submission.ts';

/** A paper of a submission, now that it is taken in. */
export interface TakenPaper {
  paperId: number;
  key: string;
  title: string;
  /** Whether it was not here before. */
  isNew: boolean;
}

/**
 * Takes the papers of a submission in: what is here already becomes richer by what was found, and the member is credited. Doing it
 * twice does it once.
 * @param chosen which of those that were found, by their place from 0.
 * @returns null where there is no such submission of theirs.
 */
export async function takeSubmission(
  store: Store,
  member: Pick<Member, 'id' | 'handle'>,
  { id, chosen, now }: { id: number; chosen: readonly number[]; now: Date },
): Promise<TakenPaper[] | null> {
  const submission = await getSubmission(store, member.id, id);
  if (submission === null) return null;
  if (submission.takenAt === null) {
    const records = chosen.flatMap((place) => submission.found[place]?.record ?? []);
    const before = new Set((await papersOf(store, records)).map(({ paperId }) => paperId));
    const [newest] = await store.query<{ id: number }>('select coalesce(max(id), 0) as id from papers');
    const items = records.map((record, index): ReadItem => ({
      ok: true,
      position: `paper ${index + 1}`,
      record,
    }));
    const { created } = await ingest(store, items, {
      kind: 'import',
      origin: `submission ${id} of ${member.handle}`,
      now,
      more: true,
    });
    if (created > 0) await settle(store);
    const taken = await papersOf(store, records);
    await store.transaction(async ({ query }) => {
      await query(
        `insert into submitted_papers (submission_id, paper_id, is_new)
         select $1, t.id, t.is_new from jsonb_to_recordset($2::jsonb) as t (id bigint, is_new boolean)
         on conflict do nothing`,
        [
          id,
          JSON.stringify(
            [...new Set(taken.map(({ paperId }) => paperId))].map((paperId) => ({
              id: paperId,
              is_new: !before.has(paperId) && paperId > (newest?.id ?? 0),
            })),
          ),
        ],
      );
      await query('update submissions set taken_at = $2 where id = $1 and taken_at is null', [id, now]);
    });
  }
  return store.query<TakenPaper>(
    `select p.id as "paperId", p.title, s.is_new as "isNew", coalesce((select min(i.value) from identities i
              where i.paper_id = p.id and i.scheme = 'arxiv' and i.confirmed), 'p' || p.id) as key
       from submitted_papers s join papers p on p.id = s.paper_id where s.submission_id = $1 order by p.id`,
    [id],
  );
}

/** The papers to which these records belong already. */
function papersOf(
  store: Pick<Store, 'query'>,
  records: readonly SourceRecord[],
): Promise<{ paperId: number }[]> {
  return store.query(
    `select distinct r.paper_id as "paperId" from jsonb_to_recordset($1::jsonb) as b (source text, key text, version int)
       join records r using (source, key, version)`,
    [JSON.stringify(records.map(({ source, key, version }) => ({ source, key, version })))],
  );
}

/** Who is credited with a paper: the first that brought it when it was not here; null where nobody did, or their account is gone. */
export async function submitterOf(
  store: Pick<Store, 'query'>,
  paperId: number,
): Promise<{ handle: string; name: string; at: Date } | null> {
  const [row] = await store.query<{ handle: string; name: string; at: Date }>(
    `select m.handle, m.name, s.taken_at as at from submitted_papers p join submissions s on s.id = p.submission_id
       join members m on m.id = s.member_id
      where p.paper_id = $1 and p.is_new order by s.taken_at, s.id limit 1`,
    [paperId],
  );
  return row ?? null;
}
