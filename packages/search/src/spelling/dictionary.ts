import { foldText, type Store } from '@broadsheet/papers';

/** Words of paper titles with the number of titles that hold them. */
export interface Dictionary {
  /** Titles that were read. */
  papers: number;
  frequencies: ReadonlyMap<string, number>;
  /** Words of four letters or more, by length: where to look for neighbours. */
  byLength: ReadonlyMap<number, readonly string[]>;
  /** Of words that stand in some of a sample of abstracts, the share that holds them: “propose” is rare in titles alone. */
  shares: ReadonlyMap<string, number>;
}

/** Abstracts of the sample. */
const sampled = 2000;

const built = new WeakMap<Store, Promise<Dictionary>>();
const checkedAt = new WeakMap<Store, number>();
const page = 20_000;
/** How long a dictionary is used without asking whether the store has grown. */
const patience = 60_000;

/**
 * The dictionary of a store's titles and author names, made at first need by one scan and kept in this process; made
 * again when the number of papers has changed by a tenth.
 */
export async function dictionaryOf(store: Store): Promise<Dictionary> {
  const known = built.get(store);
  if (known !== undefined) {
    if (Date.now() - (checkedAt.get(store) ?? 0) < patience) return known;
    checkedAt.set(store, Date.now());
    const { papers } = await known;
    const [row] = await store.query<{ papers: number }>('select count(*)::int as papers from papers');
    if (Math.abs((row?.papers ?? 0) - papers) <= papers / 10) return known;
  }
  checkedAt.set(store, Date.now());
  const building = build(store);
  built.set(store, building);
  building.catch(() => built.delete(store));
  return building;
}

async function build(store: Store): Promise<Dictionary> {
  const frequencies = new Map<string, number>();
  let papers = 0;
  for (let last = 0; ;) {
    const rows = await store.query<{ id: number; title: string; names: string }>(
      'select id, title, author_names as names from papers where id > $1 order by id limit $2',
      [last, page],
    );
    for (const { title, names } of rows) {
      for (const word of new Set(`${foldText(title)} ${foldText(names)}`.match(/\p{Letter}{2,40}/gu))) {
        frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
      }
    }
    papers += rows.length;
    const end = rows.at(-1)?.id;
    if (end === undefined || rows.length < page) break;
    last = end;
  }
  const byLength = new Map<number, string[]>();
  for (const [word, count] of frequencies) {
    if (count < 2 || word.length < 4) continue;
    const bucket = byLength.get(word.length);
    if (bucket === undefined) byLength.set(word.length, [word]);
    else bucket.push(word);
  }
  return { papers, frequencies, byLength, shares: await readShares(store, papers) };
}

/** By every so many ids, so that the same papers give the same sample. A word of one abstract alone tells nothing of others. */
async function readShares(store: Store, papers: number): Promise<Map<string, number>> {
  const rows = await store.query<{ abstract: string }>(
    'select abstract from papers where id % $1 = 0 order by id limit $2',
    [Math.max(1, Math.floor(papers / sampled)), sampled],
  );
  const counts = new Map<string, number>();
  for (const { abstract } of rows)
    for (const word of new Set(foldText(abstract).match(/\p{Letter}{2,40}/gu)))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map(
    [...counts].flatMap(([word, count]) => (count > 1 ? [[word, count / rows.length] as const] : [])),
  );
}
