import { sharePlaces, standardise, type InterestList } from '@broadsheet/learn';
import { bootstrapInterval, mean, type Interval } from '../measures/bootstrap.ts';
import type { Recommender } from '../recommend/recommender.ts';
import { bestFirst } from '../systems/best-first.ts';
import type { MixedReader } from './mix-readers.ts';

/** Places of the list that is judged. */
const places = 100;
/** Papers of one interest that compete for them. */
const deep = 400;

/** A way to serve a reader with several interests: which papers, best first. */
export interface MixingWay {
  readonly name: string;
  rank(reader: MixedReader): readonly number[];
}

/** One average for each reader: all seeds as if they were one interest. */
export function oneAverage(name: string, content: Recommender): MixingWay {
  return {
    name,
    rank: ({ interests }) => {
      const seeds = [...new Set(interests.flatMap((interest) => interest.seeds))];
      const known = new Set(seeds);
      return bestFirst(content.score(seeds, -1), places, (_, paper) => !known.has(paper));
    },
  };
}

/** The best papers of each of a reader's interests, with scores that can be compared. */
export type InterestRankings = (reader: MixedReader) => InterestList['ranked'][];

/** Ranks for each interest of a reader by itself; once for ways that ask about the same reader one after the other. */
export function rankInterests(content: Recommender): InterestRankings {
  let last: { reader: MixedReader; lists: InterestList['ranked'][] } | null = null;
  return (reader) => {
    if (last?.reader === reader) return last.lists;
    const known = new Set(reader.interests.flatMap(({ seeds }) => seeds));
    const lists = reader.interests.map(({ seeds }) => {
      const scores = standardise(content.score(seeds, -1));
      const best = bestFirst(scores, deep, (_, paper) => !known.has(paper));
      return best.map((id) => ({ id, score: scores[id] as number }));
    });
    last = { reader, lists };
    return lists;
  };
}

/** Each interest by itself, and their lists mixed. @param share of the places that is divided evenly among the interests. */
export function separateInterests(name: string, rankings: InterestRankings, share: number): MixingWay {
  return {
    name,
    rank: (reader) => {
      const lists = rankings(reader);
      const floor = share / lists.length;
      return sharePlaces(
        lists.map((ranked) => ({ ranked, floor })),
        places,
      ).map(({ id }) => id);
    },
  };
}

/** How well a way serves readers. */
export interface MixingJudgement {
  readonly name: string;
  /** Recall@100 of an interest's other papers, the mean over a reader's interests. */
  readonly all: Interval;
  /** That of the interest that is served least. */
  readonly least: Interval;
  /** Above the first way, reader by reader. */
  readonly gain: { readonly all: Interval; readonly least: Interval };
}

/** Judges ways by the same readers; the first is the one that others are compared with. */
export function judgeMixing(
  readers: readonly MixedReader[],
  ways: readonly MixingWay[],
  seed: number,
  onProgress?: (done: number) => void,
): MixingJudgement[] {
  const found = ways.map(() => ({ all: [] as number[], least: [] as number[] }));
  readers.forEach((reader, done) => {
    const known = new Set(reader.interests.flatMap(({ seeds }) => seeds));
    ways.forEach((way, at) => {
      const list = new Set(way.rank(reader));
      const recalls = reader.interests.flatMap(({ others }) => {
        const wanted = [...others].filter((paper) => !known.has(paper));
        return wanted.length === 0 ? [] : [wanted.filter((paper) => list.has(paper)).length / wanted.length];
      });
      found[at]?.all.push(mean(recalls));
      found[at]?.least.push(Math.min(...recalls));
    });
    onProgress?.(done + 1);
  });
  const [first] = found;
  const above = (values: readonly number[], base: readonly number[] = []) =>
    bootstrapInterval(
      values.map((value, i) => value - (base[i] ?? 0)),
      { seed },
    );
  return ways.map(({ name }, at) => {
    const { all, least } = found[at] ?? { all: [], least: [] };
    return {
      name,
      all: bootstrapInterval(all, { seed }),
      least: bootstrapInterval(least, { seed }),
      gain: { all: above(all, first?.all), least: above(least, first?.least) },
    };
  });
}
