import type { TextEncoder } from '@broadsheet/learn';
import { bootstrapInterval, type Interval } from '../measures/bootstrap.ts';
import { bestFirst } from '../systems/best-first.ts';
import type { Watch } from '../systems/ranking-system.ts';
import { encodeBags, encodedContent, tfIdfContent } from './content.ts';
import { drawReaders, type DrawOptions } from './draw-readers.ts';
import type { CiteULike } from './read-citeulike.ts';
import {
  cited,
  coReaders,
  fusedRecommender,
  popularity,
  randomPapers,
  remembering,
  type Recommender,
} from './recommender.ts';

/** How many papers are recommended. */
const depth = 100;

export interface RecommendJudgement {
  readonly readers: number;
  readonly papers: number;
  readonly encoder: { readonly name: string; readonly fingerprint: string } | null;
  readonly seed: number;
  readonly systems: readonly {
    readonly name: string;
    readonly knows: Recommender['knows'];
    readonly recall: Interval;
  }[];
}

export interface RecommendOptions extends Pick<Watch, 'signal'> {
  readonly encoder: TextEncoder | null;
  readonly seed?: number;
  readonly draw?: Omit<DrawOptions, 'seed'>;
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/**
 * Recall@100 of readers' other papers from five of them, over all papers but those five: the mean over readers that were drawn by
 * the seed. Whatever looks at other readers does not look at the one who asks.
 */
export async function judgeRecommend(set: CiteULike, options: RecommendOptions): Promise<RecommendJudgement> {
  const { encoder, seed = 1, signal, onProgress } = options;
  const readers = drawReaders(set.readers, { ...options.draw, seed });
  const systems = await openRecommenders(set, options);
  const recalls = systems.map(() => [] as number[]);
  // Reader by reader, so that fusions need not score again what their parts have scored.
  readers.forEach(({ seeds, others, number }, done) => {
    signal?.throwIfAborted();
    onProgress?.('recommending', done + 1, readers.length);
    const known = new Set(seeds);
    systems.forEach(({ score }, at) => {
      const found = bestFirst(score(seeds, number), depth, (_, paper) => !known.has(paper));
      recalls[at]?.push(found.filter((paper) => others.has(paper)).length / others.size);
    });
  });
  return {
    readers: readers.length,
    papers: set.bags.length,
    encoder: encoder && { name: encoder.name, fingerprint: encoder.fingerprint },
    seed,
    systems: systems.map(({ name, knows }, at) => ({
      name,
      knows,
      recall: bootstrapInterval(recalls[at] ?? [], { seed }),
    })),
  };
}

async function openRecommenders(
  set: CiteULike,
  { encoder, seed = 1, onProgress }: RecommendOptions,
): Promise<Recommender[]> {
  const count = set.bags.length;
  const centroid = remembering(tfIdfContent(set, 'centroid'));
  const nearest = remembering(tfIdfContent(set, 'nearest'));
  const links = remembering(cited(set));
  const together = remembering(coReaders(set));
  const encoded =
    encoder && (await encodeBags(set, encoder, (done) => onProgress?.('encoding papers', done, count)));
  const learnt =
    encoder === null || encoded === null
      ? []
      : (['centroid', 'nearest'] as const).map((seeding) =>
          remembering(encodedContent(encoded, encoder.dimensions, seeding)),
        );
  // By centroid alone: the nearest of the seeds is known to do worse by words (.196 to .228, as others have measured).
  const texts = [centroid, ...learnt.slice(0, 1)];
  const withLinks = [...texts, links];
  return [
    fusedRecommender('fusion', 'texts', texts, count),
    fusedRecommender('fusion with citations', 'texts, citations', withLinks, count),
    fusedRecommender(
      'fusion with other readers',
      'texts, citations, other readers',
      [...withLinks, together],
      count,
    ),
    ...learnt,
    centroid,
    nearest,
    links,
    together,
    popularity(set),
    randomPapers(count, seed),
  ];
}
