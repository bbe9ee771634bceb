import type { Store } from '@broadsheet/papers';
import type { AuthorEvidence } from './author-identity.ts';

/** With more authors than this, who stands beside whom says little. */
const mostCoauthors = 40;
/** Papers under one name that are looked at: the newest. */
const mostPapers = 2000;

/** A paper under a name, with what it says about who wrote it. */
export interface AuthoredPaper extends AuthorEvidence {
  title: string;
  year: number | null;
}

/**
 * The newest papers under a name, 2,000 at most.
 * @param among Only these, by internal id.
 */
export function papersUnderName(
  store: Pick<Store, 'query'>,
  nameKey: string,
  among: readonly number[] | null = null,
): Promise<AuthoredPaper[]> {
  return store.query<AuthoredPaper>(
    `select p.id as "paperId", max(a.orcid) as orcid, p.title, p.year, p.categories[1] as category,
            (select case when count(*) > ${mostCoauthors} then '{}' else coalesce(array_agg(distinct b.name_key), '{}') end
               from authorships b where b.paper_id = p.id and b.name_key <> $1) as coauthors
       from authorships a join papers p on p.id = a.paper_id
      where a.name_key = $1 and ($2::bigint[] is null or p.id = any($2::bigint[]))
      group by p.id order by p.published_on desc nulls last, p.id desc limit ${mostPapers}`,
    [nameKey, among],
  );
}
