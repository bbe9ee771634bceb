import type { Identity, IdentityScheme } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';

type Reader = Pick<Store, 'query'>;

/** A paper that a source can be asked about. */
export interface Askable {
  paperId: number;
  /** Its name in the scheme asked for, or the address of its code. */
  value: string;
  title: string;
  /** A confirmed name of it. */
  identity: Pick<Identity, 'scheme' | 'value'>;
}

/**
 * Papers with a confirmed name of a scheme that a source was not asked about since an instant, the newest announcements
 * first; undated ones last.
 */
export function papersToAsk(
  store: Reader,
  source: string,
  request: {
    scheme: IdentityScheme;
    before: Date;
    limit: number;
    /** Only papers announced on this day or later. */
    announcedSince?: string;
    /** Leaves out papers that have a record of one of these sources. */
    untoldBy?: readonly string[];
  },
): Promise<Askable[]> {
  return store.query<Askable>(
    `select p.id as "paperId", i.value, p.title, jsonb_build_object('scheme', i.scheme, 'value', i.value) as identity
       from papers p
       join lateral (select scheme, min(value) as value from identities
                      where paper_id = p.id and scheme = $2 and confirmed group by scheme) i on true
      where ($5::date is null or p.announced_on >= $5::date)
        and ($6::text[] is null or not exists (select from records r where r.paper_id = p.id and r.source = any($6)))
        and not exists (select from askings a where a.source = $1 and a.paper_id = p.id and a.asked_at >= $3)
      order by p.announced_on desc nulls last, p.id desc limit $4`,
    [
      source,
      request.scheme,
      request.before,
      request.limit,
      request.announcedSince ?? null,
      request.untoldBy ?? null,
    ],
  );
}

/** Papers whose code lies at a host (`github.com`), by the same rule; `value` is the code's address. */
export function codeToAsk(
  store: Reader,
  source: string,
  request: { host: string; before: Date; limit: number },
): Promise<Askable[]> {
  return store.query<Askable>(
    `select p.id as "paperId", c.url as value, p.title, jsonb_build_object('scheme', i.scheme, 'value', i.value) as identity
       from papers p
       join lateral (select link ->> 'url' as url from jsonb_array_elements(p.links) link
                      where link ->> 'kind' = 'code'
                        and regexp_replace(link ->> 'url', '^https?://(www\\.)?([^/:]+).*$', '\\2') = $2) c on true
       join lateral (select scheme, value from identities where paper_id = p.id and confirmed
                      order by scheme <> 'arxiv', scheme, value limit 1) i on true
      where p.links @> '[{"kind": "code"}]'
        and not exists (select from askings a where a.source = $1 and a.paper_id = p.id and a.asked_at >= $3)
      order by p.announced_on desc nulls last, p.id desc limit $4`,
    [source, request.host, request.before, request.limit],
  );
}

/** Remembers that a source was asked about papers, and whether it knew them. Papers that are gone are passed over. */
export async function noteAsked(
  store: Reader,
  source: string,
  asked: readonly { paperId: number; known: boolean }[],
  at: Date,
): Promise<void> {
  if (asked.length === 0) return;
  await store.query(
    `insert into askings (source, paper_id, asked_at, known)
     select $1, a.paper_id, $3, bool_or(a.known)
       from jsonb_to_recordset($2::jsonb) as a (paper_id bigint, known boolean) join papers p on p.id = a.paper_id
      group by a.paper_id
     on conflict (source, paper_id) do update set asked_at = excluded.asked_at, known = excluded.known`,
    [source, JSON.stringify(asked.map(({ paperId, known }) => ({ paper_id: paperId, known }))), at],
  );
}
