import { interestSettings, type InterestSettings, type TextEncoder } from '@broadsheet/learn';
import { bootstrapInterval, mean, type Interval } from '../measures/bootstrap.ts';
import { encodeBags, encodedContent, tfIdfContent } from '../recommend/content.ts';
import { drawReaders, type Reader } from '../recommend/draw-readers.ts';
import { drawBackground, featuresOfPapers, interestContent } from '../recommend/interest-content.ts';
import type { CiteULike } from '../recommend/read-citeulike.ts';
import {
  cited,
  coReaders,
  fusedRecommender,
  remembering,
  type Recommender,
} from '../recommend/recommender.ts';
import { bestFirst } from '../systems/best-first.ts';
import {
  judgeMixing,
  oneAverage,
  rankInterests,
  separateInterests,
  type MixingJudgement,
} from './judge-mixing.ts';
import { mixReaders } from './mix-readers.ts';

/** Papers that are recommended. */
const depth = 100;
/** Shares of the places that interests divide evenly. */
const shares = [0, 0.5, 0.8, 1];

/** What was measured of interests. Settings are chosen by one half of the readers, everything else is of the other. */
export interface InterestStudy {
  readonly seed: number;
  readonly encoder: { readonly name: string; readonly fingerprint: string };
  /** Readers by whom settings were chosen. */
  readonly choosing: number;
  readonly settings: readonly { readonly settings: InterestSettings; readonly recall: number }[];
  readonly floors: readonly { readonly share: number; readonly all: number; readonly least: number }[];
  /** Readers on whom the rest is reported. */
  readonly reporting: number;
  readonly systems: readonly {
    readonly name: string;
    readonly knows: Recommender['knows'];
    readonly recall: Interval;
    /** Of the first `few` of them, who are those that other tables are about. */
    readonly ofFew: Interval;
    /** What `interest` finds more, reader by reader. */
    readonly less: Interval;
  }[];
  readonly few: number;
  readonly mixed: number;
  readonly mixing: readonly MixingJudgement[];
}

export interface StudyOptions {
  readonly encoder: TextEncoder;
  readonly seed: number;
  /** Readers by whom settings are chosen, and those of the first column; the same number of readers is mixed. */
  readonly few?: number;
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/** Measures interests on CiteULike-t: one for each reader, and several for readers who are made of several. */
export async function studyInterests(set: CiteULike, options: StudyOptions): Promise<InterestStudy> {
  const { encoder, seed, few = 600, onProgress } = options;
  const count = set.bags.length;
  const vectors = await encodeBags(set, encoder, (done) => onProgress?.('encoding papers', done, count));
  const features = featuresOfPapers(set, vectors, encoder.dimensions);
  const drawn = drawReaders(set.readers, { seed, count: Infinity });
  const half = Math.floor(drawn.length / 2);
  const [reporting, choosing] = [drawn.slice(0, half), drawn.slice(half, half + few)];

  const tried = settingsToTry();
  const settings = tried.map((one, at) => {
    onProgress?.('trying settings', at, tried.length);
    const interest = interestContent(features, drawBackground(features, encoder.dimensions, seed, one));
    return { settings: one, recall: mean(recallsOf([interest], choosing)[0] ?? []) };
  });

  const background = drawBackground(features, encoder.dimensions, seed);
  const interest = remembering(interestContent(features, background));
  const words = remembering(tfIdfContent(set, 'centroid'));
  const meaning = remembering(encodedContent(vectors, encoder.dimensions, 'centroid'));
  const links = remembering(cited(set));
  const together = remembering(coReaders(set));
  const fusion = fusedRecommender('fusion of averages', 'texts', [words, meaning], count);
  const systems = [
    interest,
    fusion,
    meaning,
    words,
    fusedRecommender('interest and citations', 'texts, citations', [interest, links], count),
    fusedRecommender(
      'interest, citations and other readers',
      'texts, citations, other readers',
      [interest, links, together],
      count,
    ),
  ];
  const recalls = recallsOf(systems, reporting, (done) => onProgress?.('readers', done, reporting.length));

  const rankings = rankInterests(interest);
  const way = (share: number) =>
    separateInterests(`separate interests, ${floorWords(share)}`, rankings, share);
  const floorsBy = judgeMixing(mixReaders(choosing, { seed, count: few / 2 }), shares.map(way), seed);
  const mixed = mixReaders(reporting, { seed, count: few });
  const mixing = judgeMixing(
    mixed,
    [
      oneAverage('one average: fusion of averages', fusion),
      oneAverage('one interest in everything', interest),
      ...shares.map(way),
    ],
    seed,
    (done) => onProgress?.('readers with several interests', done, mixed.length),
  );
  const [best = []] = recalls;
  return {
    seed,
    encoder: { name: encoder.name, fingerprint: encoder.fingerprint },
    choosing: choosing.length,
    settings,
    floors: floorsBy.map(({ all, least }, at) => ({
      share: shares[at] ?? 0,
      all: all.mean,
      least: least.mean,
    })),
    reporting: reporting.length,
    systems: systems.map(({ name, knows }, at) => {
      const own = recalls[at] ?? [];
      return {
        name,
        knows,
        recall: bootstrapInterval(own, { seed }),
        ofFew: bootstrapInterval(own.slice(0, few), { seed }),
        less: bootstrapInterval(
          own.map((value, reader) => (best[reader] ?? 0) - value),
          { seed },
        ),
      };
    }),
    few: Math.min(few, reporting.length),
    mixed: mixed.length,
    mixing,
  };
}

function settingsToTry(): InterestSettings[] {
  const { doubt } = interestSettings;
  return [
    ...[0.5, 1, 2].flatMap((words) => [0.003, 0.01, 0.03].map((restraint) => ({ words, restraint, doubt }))),
    ...[0.1, 10].map((other) => ({ ...interestSettings, doubt: other })),
  ];
}

function floorWords(share: number): string {
  return share === 0 ? 'no floor' : `floor of ${Math.round(100 * share)} % in equal parts`;
}

/** Recall@100 of each reader's other papers by each system. */
function recallsOf(
  systems: readonly Recommender[],
  readers: readonly Reader[],
  onProgress?: (done: number) => void,
): number[][] {
  const recalls = systems.map(() => [] as number[]);
  readers.forEach(({ seeds, others, number }, done) => {
    const known = new Set(seeds);
    systems.forEach(({ score }, at) => {
      const found = bestFirst(score(seeds, number), depth, (_, paper) => !known.has(paper));
      recalls[at]?.push(found.filter((paper) => others.has(paper)).length / others.size);
    });
    onProgress?.(done + 1);
  });
  return recalls;
}
