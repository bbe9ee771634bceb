import type { Store } from '@broadsheet/papers';

/** Characters of an abstract that rules read: far more than an abstract has. */
const readOfAbstract = 12_000;

/** What rules look at of a paper. */
export interface RuleSubject {
  id: number;
  title: string;
  abstract: string;
  /** The authors' affiliations, where a source names them. */
  affiliations: string[];
  categories: string[];
  venue: string | null;
  authors: { key: string; orcid: string | null }[];
  /** The source of its first record. */
  source: string | null;
}

/** The texts of `papers p` that rules look at, as columns. */
export const textColumns = `p.id, p.title, left(p.abstract, ${readOfAbstract}) as abstract,
  coalesce((select array_agg(left(a ->> 'affiliation', 500)) from jsonb_array_elements(p.authors) a
             where a ->> 'affiliation' is not null), '{}') as affiliations`;

/** Papers as rules look at them, in no order; ids that do not exist are left out. */
export function subjectsOf(store: Pick<Store, 'query'>, ids: readonly number[]): Promise<RuleSubject[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return store.query<RuleSubject>(
    `select ${textColumns}, p.categories, p.venue,
            (select coalesce(jsonb_agg(jsonb_build_object('key', a.name_key, 'orcid', a.orcid)), '[]')
               from authorships a where a.paper_id = p.id) as authors,
            (select r.source from records r where r.paper_id = p.id order by r.id limit 1) as source
       from papers p where p.id = any($1::bigint[])`,
    [ids],
  );
}
