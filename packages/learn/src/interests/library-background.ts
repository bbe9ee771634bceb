import { shown, type Store } from '@broadsheet/papers';
import { Background, backgroundSize } from './background.ts';
import { readMeanings, readTerms, type InterestEncoder } from './paper-features.ts';
import { TermWeights } from './term-weights.ts';

/** Papers by which terms are weighed. */
const sampled = 3000;
/** How long a background serves, in milliseconds: a library changes slowly, and scores should not jump. */
const lasts = 24 * 3_600_000;

/** What all interests of an installation have in common. */
export interface LibraryBackground {
  readonly weights: TermWeights;
  readonly background: Background;
  /** Ids of the papers of the background. */
  readonly paperIds: readonly number[];
}

interface Kept {
  readonly encoderId: number | null;
  readonly madeAt: number;
  readonly made: Promise<LibraryBackground>;
}

const kept = new WeakMap<object, Kept>();

/**
 * The background of a store's papers by an encoder, made at first need, which takes about a second, and kept in this process for a day:
 * a thousand papers that a hash of their numbers draws, so that the same store gives the same one.
 */
export function libraryBackground(
  store: Pick<Store, 'query'>,
  encoder: InterestEncoder | null,
  now: () => number = Date.now,
): Promise<LibraryBackground> {
  const encoderId = encoder?.id ?? null;
  const known = kept.get(store);
  if (known?.encoderId === encoderId && now() - known.madeAt < lasts) return known.made;
  const made = makeBackground(store, encoder);
  const entry = { encoderId, madeAt: now(), made };
  kept.set(store, entry);
  made.then(
    // An empty library fills up soon.
    ({ paperIds }) => paperIds.length < backgroundSize && kept.delete(store),
    () => kept.get(store) === entry && kept.delete(store),
  );
  return made;
}

async function makeBackground(
  store: Pick<Store, 'query'>,
  encoder: InterestEncoder | null,
): Promise<LibraryBackground> {
  const rows = await store.query<{ id: number }>(
    `select p.id from papers p where ${shown} order by md5(p.id::text), p.id limit $1`,
    [sampled],
  );
  const ids = rows.map(({ id }) => id);
  const terms = await readTerms(store, ids);
  const weights = new TermWeights(ids.flatMap((id) => [terms.get(id) ?? []]));
  const paperIds = ids.slice(0, backgroundSize);
  const meanings = await readMeanings(store, encoder, paperIds);
  const papers = paperIds.map((id) => ({
    meaning: meanings.get(id) ?? null,
    words: weights.weigh(terms.get(id) ?? []),
  }));
  return { weights, background: new Background(papers, encoder?.dimensions ?? 0), paperIds };
}
