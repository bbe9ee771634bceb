import type { Author, SourceRecord } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';

/** A paper as an archive of the whole site needs it: its name, what a search in the page reads, and what its page follows from. */
export interface PublicPaper {
  id: number;
  key: string;
  title: string;
  abstract: string;
  authors: Author[];
  /** `YYYY-MM-DD`, or null where not even the year is known. */
  day: string | null;
  /** Changes whenever the paper's own page would. */
  stamp: string;
}

/** Rows to a query. */
const batch = 500;

/** Every paper that is for all to see, in order of their ids. */
export async function* publicPapers(store: Pick<Store, 'query'>): AsyncGenerator<PublicPaper> {
  for (let last = 0; ;) {
    const rows = await store.query<PublicPaper>(
      `select p.id, coalesce((select min(i.value) from identities i
                where i.paper_id = p.id and i.scheme = 'arxiv' and i.confirmed), 'p' || p.id) as key,
              p.title, p.abstract, p.authors, coalesce(p.announced_on, p.published_on)::text as day,
              md5(concat_ws('|', p.changed_at, s.votes, s.comments,
                (select concat_ws('|', max(c.id), max(c.edited_at), max(c.removed_at)) from comments c where c.paper_id = p.id),
                (select string_agg(k.source || k.day || k.upvotes, ',' order by k.source, k.day) from popularity k
                  where k.paper_id = p.id))) as stamp
         from papers p join standings s on s.paper_id = p.id
        where p.id > $1 and not p.hidden order by p.id limit ${batch}`,
      [last],
    );
    yield* rows;
    last = rows.at(-1)?.id ?? 0;
    if (rows.length < batch) return;
  }
}

/** Every author of these papers by the key of their page, with a stamp that changes when that page would. */
export function publicAuthors(store: Pick<Store, 'query'>): Promise<{ key: string; stamp: string }[]> {
  return store.query<{ key: string; stamp: string }>(
    `select a.name_key as key, md5(string_agg(concat_ws('|', p.id, p.changed_at, s.votes), ',' order by p.id)) as stamp
       from authorships a join papers p on p.id = a.paper_id join standings s on s.paper_id = p.id
      where not p.hidden group by a.name_key order by a.name_key`,
  );
}

/** Every day, as `YYYY-MM-DD`, on which papers were announced that are for all to see, the first first. */
export async function publicDays(store: Pick<Store, 'query'>): Promise<string[]> {
  const rows = await store.query<{ day: string }>(
    `select distinct announced_on::text as day from papers where announced_on is not null and not hidden order by 1`,
  );
  return rows.map(({ day }) => day);
}

/** Every record of these papers, as it came, in the order in which they came. */
export async function* publicRecords(store: Pick<Store, 'query'>): AsyncGenerator<SourceRecord> {
  for (let last = 0; ;) {
    const rows = await store.query<{ id: number; content: SourceRecord }>(
      `select r.id, r.content from records r join papers p on p.id = r.paper_id
        where r.id > $1 and not p.hidden order by r.id limit ${batch}`,
      [last],
    );
    for (const { content } of rows) yield content;
    last = rows.at(-1)?.id ?? 0;
    if (rows.length < batch) return;
  }
}
