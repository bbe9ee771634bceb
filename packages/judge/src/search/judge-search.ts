import type { TextEncoder } from '@broadsheet/learn';
import type { Collection, JudgedQuery } from '../collection/collection.ts';
import { bootstrapInterval, type Interval } from '../measures/bootstrap.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { shuffled } from '../random/shuffled.ts';
import { encodePapers } from '../scratch/encode-papers.ts';
import { openScratchStore, type ScratchStore } from '../scratch/scratch-store.ts';
import { encoderSystem } from '../systems/encoder-system.ts';
import { randomOrder } from '../systems/random-order.ts';
import type { RankingSystem, Watch } from '../systems/ranking-system.ts';
import { searchSystem } from '../systems/search-system.ts';
import { tfIdfSystem } from '../systems/tf-idf.ts';
import { measureRankings, rankingDepth, searchMeasures, type SearchMeasure } from './measure-rankings.ts';

/** The systems that can be asked for, in the order of tables. */
export const searchSystems = ['hybrid', 'encoder', 'BM25', 'TF-IDF', 'random'] as const;
export type SearchSystem = (typeof searchSystems)[number];

export interface SearchJudgement {
  /** The collection's name. */
  readonly collection: string;
  readonly documents: number;
  /** How many queries were asked, of how many. */
  readonly queries: number;
  readonly allQueries: number;
  readonly encoder: { readonly name: string; readonly fingerprint: string } | null;
  readonly seed: number;
  /** Documents that no system could find, and lines of the files that were left out. */
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
  readonly faults: Collection['faults'];
  /** Mean and interval of each measure, by system. */
  readonly systems: readonly {
    readonly name: SearchSystem;
    readonly measures: Readonly<Record<SearchMeasure, Interval>>;
  }[];
  /** The difference of two systems, query by query. */
  readonly differences: readonly {
    readonly of: SearchSystem;
    readonly to: SearchSystem;
    readonly measures: Readonly<Record<SearchMeasure, Interval>>;
  }[];
}

export interface SearchOptions extends Pick<Watch, 'signal'> {
  /** Without one, the systems that need it are left out. */
  readonly encoder: TextEncoder | null;
  readonly systems?: readonly SearchSystem[];
  /** Asks so many queries, drawn by the seed, instead of all. */
  readonly queries?: number;
  /** Of drawing queries, of the random order and of the intervals. */
  readonly seed?: number;
  /** Told in words for people what is done, and how far. */
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/**
 * Asks a collection's queries of each system and measures the answers, with 95 % intervals over queries. The documents are kept in
 * a scratch store meanwhile.
 * @throws what `openScratchStore` and the encoder throw; the signal's reason when it is aborted.
 */
export async function judgeSearch(collection: Collection, options: SearchOptions): Promise<SearchJudgement> {
  const { encoder, seed = 1, signal, onProgress } = options;
  const wanted = searchSystems.filter((name) => (options.systems ?? searchSystems).includes(name));
  const names = wanted.filter((name) => encoder !== null || (name !== 'hybrid' && name !== 'encoder'));
  const queries = drawQueries(collection.queries, options.queries ?? collection.queries.length, seed);
  const { documents } = collection;
  const scratch = names.some((name) => name !== 'TF-IDF' && name !== 'random')
    ? await openScratchStore(documents, {
        onProgress: (read) => onProgress?.('taking documents in', read, documents.length),
        ...(signal === undefined ? {} : { signal }),
      })
    : null;
  try {
    const values = new Map<SearchSystem, Record<SearchMeasure, number[]>>();
    for (const system of await openSystems(names, collection, scratch, options)) {
      const rankings = await system.rank(queries, rankingDepth, {
        onProgress: (done) => onProgress?.(system.name, done, queries.length),
        ...(signal === undefined ? {} : { signal }),
      });
      values.set(system.name, measureRankings(queries, rankings));
    }
    const interval = (of: (measure: SearchMeasure) => readonly number[]) =>
      Object.fromEntries(
        searchMeasures.map((measure) => [measure, bootstrapInterval(of(measure), { seed })]),
      ) as Record<SearchMeasure, Interval>;
    return {
      collection: collection.name,
      documents: documents.length,
      queries: queries.length,
      allQueries: collection.queries.length,
      encoder: encoder && { name: encoder.name, fingerprint: encoder.fingerprint },
      seed,
      leftOut: scratch?.leftOut ?? [],
      faults: collection.faults,
      systems: [...values].map(([name, measured]) => ({
        name,
        measures: interval((measure) => measured[measure]),
      })),
      differences: comparisons.flatMap(([of, to]) => {
        const [better, base] = [values.get(of), values.get(to)];
        return better === undefined || base === undefined
          ? []
          : [{ of, to, measures: interval((measure) => less(better[measure], base[measure])) }];
      }),
    };
  } finally {
    await scratch?.close();
  }
}

const comparisons: readonly (readonly [SearchSystem, SearchSystem])[] = [
  ['hybrid', 'BM25'],
  ['encoder', 'BM25'],
];

function less(values: readonly number[], from: readonly number[]): number[] {
  return values.map((value, at) => value - (from[at] ?? 0));
}

function drawQueries(queries: readonly JudgedQuery[], count: number, seed: number): readonly JudgedQuery[] {
  if (count >= queries.length) return queries;
  const drawn = new Set(shuffled(queries, seededRandom(seed)).slice(0, count));
  return queries.filter((query) => drawn.has(query));
}

type NamedSystem = RankingSystem & { readonly name: SearchSystem };

async function openSystems(
  names: readonly SearchSystem[],
  { documents }: Collection,
  scratch: ScratchStore | null,
  { encoder, seed = 1, signal, onProgress }: SearchOptions,
): Promise<NamedSystem[]> {
  const systems: NamedSystem[] = [];
  const add = (name: SearchSystem, system: RankingSystem) => {
    if (names.includes(name)) systems.push({ ...system, name });
  };
  if (scratch !== null) {
    if (encoder !== null && (names.includes('hybrid') || names.includes('encoder'))) {
      const encoded = await encodePapers(scratch, encoder, {
        onProgress: (done) => onProgress?.('encoding documents', done, documents.length),
        ...(signal === undefined ? {} : { signal }),
      });
      add('hybrid', searchSystem(scratch, encoded.encoder));
      add('encoder', encoderSystem(encoder, encoded));
    }
    add('BM25', searchSystem(scratch, null));
  }
  if (names.includes('TF-IDF')) add('TF-IDF', tfIdfSystem(documents));
  add('random', randomOrder(documents, seed));
  return systems;
}
