import { categoryName } from '../calendar/index.ts';
import type { Store } from '../store/store.ts';
import { shown } from './shown.ts';
import { storableText } from './storable-text.ts';

type Reader = Pick<Store, 'query'>;

export interface CategoryEntry {
  category: string;
  /** The field's name in words; the code itself where it is not arXiv's. */
  name: string;
  papers: number;
}

/** Every category that has papers, by code. */
export async function listCategories(store: Reader): Promise<CategoryEntry[]> {
  const rows = await store.query<{ category: string; papers: number }>(
    `select category, count(*)::int as papers from papers p, unnest(categories) as category
      where ${shown} group by 1 order by 1`,
  );
  return rows.map((row) => ({ ...row, name: categoryName(row.category) ?? row.category }));
}

/** Every venue that has papers, most papers first. */
export function listVenues(store: Reader): Promise<{ venue: string; papers: number }[]> {
  return store.query(
    `select venue, count(*)::int as papers from papers p where venue is not null and ${shown} group by 1 order by 2 desc, 1`,
  );
}

export interface AuthorEntry {
  nameKey: string;
  /** The spelling that stands on most papers. */
  name: string;
  otherSpellings: string[];
  orcid: string | null;
  papers: number;
  /** Most frequent first, at most 20. */
  coauthors: { nameKey: string; name: string; papers: number }[];
}

/** An author's page, by `authorKey(name)`. People who share a name share the page until an ORCID tells them apart. */
export async function getAuthor(store: Reader, nameKey: string): Promise<AuthorEntry | null> {
  const asked = storableText(nameKey);
  // One paper may bear a name twice, in one spelling or two; it is still one paper.
  const spellings = await store.query<{ name: string; orcid: string | null; total: number }>(
    `select p.authors -> a.position::int ->> 'name' as name, max(a.orcid) as orcid,
            (select count(distinct paper_id)::int from authorships join papers p on p.id = paper_id
              where name_key = $1 and ${shown}) as total
       from authorships a join papers p on p.id = a.paper_id
      where a.name_key = $1 and ${shown} group by 1 order by count(distinct p.id) desc, 1`,
    [asked],
  );
  const [usual, ...others] = spellings;
  if (usual === undefined) return null;
  const coauthors = await store.query<{ nameKey: string; name: string; papers: number }>(
    `select b.name_key as "nameKey", max(p.authors -> b.position::int ->> 'name') as name,
            count(distinct p.id)::int as papers
       from authorships a join authorships b on b.paper_id = a.paper_id and b.name_key <> a.name_key
       join papers p on p.id = b.paper_id
      where a.name_key = $1 and ${shown} group by 1 order by 3 desc, 1 limit 20`,
    [asked],
  );
  return {
    nameKey,
    name: usual.name,
    otherSpellings: others.map(({ name }) => name),
    orcid: spellings.find(({ orcid }) => orcid !== null)?.orcid ?? null,
    papers: usual.total,
    coauthors,
  };
}

export interface LibraryDescription {
  papers: number;
  /** Newest day that has papers. */
  latestDay: string | null;
  /** True while the sample that came with the program is among the papers. */
  sampleLoaded: boolean;
  lists: { slug: string; title: string; about: string; papers: number }[];
}

/** What this installation holds. */
export async function describeLibrary(store: Reader): Promise<LibraryDescription> {
  const [row] = await store.query<{ papers: number; latestDay: string | null; sampleLoaded: boolean }>(
    `select (select count(*)::int from papers p where ${shown}) as papers,
            (select max(announced_on) from papers p where ${shown}) as "latestDay",
            exists (select from records r join batches b on b.id = r.batch_id where b.kind = 'sample') as "sampleLoaded"`,
  );
  const lists = await store.query<LibraryDescription['lists'][number]>(
    `select l.slug, l.title, l.about, (select count(*)::int from list_items i join papers p on p.id = i.paper_id
               where i.list = l.slug and ${shown}) as papers
       from lists l order by l.title`,
  );
  return {
    papers: row?.papers ?? 0,
    latestDay: row?.latestDay ?? null,
    sampleLoaded: row?.sampleLoaded ?? false,
    lists,
  };
}
