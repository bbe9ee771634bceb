import {
  getPapers,
  termOf,
  wordsOf,
  type PaperCondition,
  type PaperSummary,
  type Store,
} from '@broadsheet/papers';
import type { FeedSettings, Interest, NewFeedPlace, PlaceReason } from '@broadsheet/people';
import type { Features } from '../interests/features.ts';
import { learnInterest, type LearntExample, type LearntInterest } from '../interests/learn-interest.ts';
import { libraryBackground, type LibraryBackground } from '../interests/library-background.ts';
import { readMeanings, readTerms, type InterestEncoder } from '../interests/paper-features.ts';
import { chooseFields, type FieldAnswers } from './choose-fields.ts';
import { feedCandidates, type FeedCandidate } from './feed-candidates.ts';
import { pickDiverse, type DiversePick } from './pick-diverse.ts';
import { sharePlaces } from './share-places.ts';

/** Papers of one interest that are looked at closely, and most of all interests together. */
const deep = 400;
const deepOfAll = 3000;
/** Papers by which scores are made comparable. */
const sampled = 500;
/** What the most of votes, newness or code counts for at full strength, in standard deviations of an interest's scores. */
const fullMark = 3;
/** Words and examples that a line names. */
const namedWords = 5;
const namedExamples = 3;
/** A word is named where it tells at least so much beside the one that tells most. */
const leastShare = 0.1;

/** One of a reader's interests with what it is learnt from. */
export type FeedInterest = Pick<Interest, 'id' | 'name' | 'weight'> & {
  readonly examples: readonly LearntExample[];
};

export interface FeedOrder {
  readonly memberId: string;
  /** Of the feed (America/New_York). */
  readonly day: string;
  readonly settings: FeedSettings;
  readonly interests: readonly FeedInterest[];
  /** What the reader's rules hide. */
  readonly hides: PaperCondition | null;
  /** What the reader said of fields beside the interests. */
  readonly explored: ReadonlyMap<string, FieldAnswers>;
}

type Parts = PlaceReason['parts'];

/** A candidate that was read closely. */
interface Read extends FeedCandidate {
  readonly features: Features;
  /** One of those that stand for all candidates, whatever any interest thinks of it. */
  readonly sample: boolean;
}

/** A candidate for one interest: its score, and what that is made of so far. */
interface Scored {
  readonly paper: Read;
  readonly features: Features;
  readonly score: number;
  readonly parts: Parts;
}

/** An interest, and by how much its scores are stretched. */
interface Ranker extends LearntInterest {
  readonly interest: FeedInterest;
  readonly factor: number;
  /** Score of an average candidate, before and after stretching. */
  readonly mean: number;
  readonly average: number;
}

/**
 * Puts a reader's feed of a day together. Each interest that has examples and does not rest ranks the candidates by its own model and by
 * the sliders; the lists are mixed with a floor for each (`sharePlaces`), and some places go to fields that none of them is about
 * (`chooseFields`). The same order from the same store gives the same feed. Nothing is written.
 * @returns the places in their order; none where no interest has an example.
 */
export async function composeFeed(
  store: Store,
  encoder: InterestEncoder | null,
  order: FeedOrder,
): Promise<NewFeedPlace[]> {
  const { settings, memberId, day, hides } = order;
  const active = order.interests.filter(({ weight, examples }) => weight > 0 && examples.length > 0);
  if (active.length === 0) return [];
  const base = await libraryBackground(store, encoder);
  const learnt: (LearntInterest & { interest: FeedInterest })[] = [];
  for (const interest of active)
    learnt.push({ interest, ...(await learnInterest(store, encoder, base, interest.examples)) });
  const candidates = await feedCandidates(store, { memberId, day, days: settings.days, hides });
  const papers = await readClosely(store, encoder, base, learnt, candidates);
  if (papers.length === 0) return [];
  const rankers = learnt.map((one) => withScale(one, papers, settings));
  const outside = outsideParts(candidates, settings);
  const strength = (fullMark * settings.diversity) / 100;
  const lists = rankers.map((ranker) => {
    const best = papers
      .flatMap((paper): Scored[] => {
        const raw = ranker.model.score(paper.features);
        // What is less like an interest than an average paper is does not come in its name, however few there are.
        if (raw <= ranker.mean) return [];
        const others = outside(paper);
        const parts = { ...others, meaning: 0, words: 0, average: -ranker.average, repetition: 0 };
        const score = ranker.factor * raw - ranker.average + sumOf(others);
        return [{ paper, features: paper.features, score, parts }];
      })
      .sort((a, b) => b.score - a.score || b.paper.id - a.paper.id)
      .slice(0, 4 * settings.places);
    return pickDiverse(best, settings.places, strength);
  });
  const weights = active.reduce((sum, { weight }) => sum + weight, 0);
  const tried = Math.round((settings.places * settings.explore) / 100);
  const mixed = sharePlaces(
    lists.map((picks, i) => ({
      ranked: picks.map(({ item, score }) => ({ id: item.paper.id, score })),
      floor: ((settings.floor / 100) * (active[i]?.weight ?? 0)) / weights,
    })),
    settings.places - tried,
  );
  const wanted = new Map(
    lists.map((picks, i) => [i, new Map(picks.map((pick) => [pick.item.paper.id, pick]))]),
  );
  const placed = mixed.flatMap(({ id, list, byFloor }) => {
    const [pick, ranker] = [wanted.get(list)?.get(id), rankers[list]];
    return pick === undefined || ranker === undefined ? [] : [{ pick, ranker, byFloor }];
  });
  const explored = explore(order, candidates, placed.map(({ pick }) => pick.item.paper), tried, outside); // prettier-ignore
  const texts = new Map((await getPapers(store, placed.map(({ pick }) => pick.item.paper.id))).map((paper) => [paper.id, paper])); // prettier-ignore
  const forInterests = placed.flatMap(({ pick, ranker, byFloor }): NewFeedPlace[] => {
    const text = texts.get(pick.item.paper.id);
    if (text === undefined) return [];
    return [
      {
        paperId: text.id,
        interestId: ranker.interest.id,
        reason: explain(pick, ranker, byFloor, text, base),
      },
    ];
  });
  return interleave(forInterests, explored);
}

/** The candidates that any interest may want, with all that is needed to rank them, and some for comparison. */
async function readClosely(
  store: Pick<Store, 'query'>,
  encoder: InterestEncoder | null,
  base: LibraryBackground,
  learnt: readonly LearntInterest[],
  candidates: readonly FeedCandidate[],
): Promise<Read[]> {
  const meanings = await readMeanings(
    store,
    encoder,
    candidates.map(({ id }) => id),
  );
  const chosen = new Set<number>();
  const every = Math.max(1, Math.ceil(candidates.length / sampled));
  candidates.forEach(({ id }, i) => i % every === 0 && chosen.add(id));
  const sample = new Set(chosen);
  // What no encoder has read yet is mostly new, and can be chosen by its words alone.
  const unread = candidates.filter(({ id }) => !meanings.has(id));
  for (const { id } of unread.slice(0, encoder === null ? deepOfAll : deep)) chosen.add(id);
  const each = Math.min(deep, Math.ceil(deepOfAll / learnt.length));
  for (const { model } of learnt) {
    const scores = Array.from(meanings, ([id, vector]) => ({ id, score: model.scoreMeaning(vector) }));
    for (const { id } of scores.sort((a, b) => b.score - a.score).slice(0, each)) chosen.add(id);
  }
  const read = candidates.filter(({ id }) => chosen.has(id));
  const terms = await readTerms(
    store,
    read.map(({ id }) => id),
  );
  return read.map((paper) => ({
    ...paper,
    sample: sample.has(paper.id),
    features: {
      meaning: meanings.get(paper.id) ?? null,
      words: base.weights.weigh(terms.get(paper.id) ?? []),
    },
  }));
}

/** Stretches scores so that their standard deviation among candidates is 1, and then by the reader's slider. */
function withScale(
  learnt: LearntInterest & { interest: FeedInterest },
  papers: readonly Read[],
  { interest }: FeedSettings,
): Ranker {
  const scores = papers.filter(({ sample }) => sample).map(({ features }) => learnt.model.score(features));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  const factor = interest / 100 / (deviation === 0 ? 1 : deviation);
  return { ...learnt, factor, mean, average: factor * mean };
}

/** What counts besides interests. */
function outsideParts(
  candidates: readonly FeedCandidate[],
  settings: FeedSettings,
): (paper: FeedCandidate) => Pick<Parts, 'votes' | 'recency' | 'code'> {
  const mostVotes = candidates.reduce((most, { votes }) => Math.max(most, votes), 1);
  const newest = candidates.reduce((last, { date }) => (date > last ? date : last), '');
  const at = (slider: number, share: number) => (fullMark * slider * share) / 100;
  return ({ votes, date, hasCode }) => ({
    votes: at(settings.votes, Math.log1p(votes) / Math.log1p(mostVotes)),
    recency: at(settings.recency, Math.max(0, 1 - daysBetween(date, newest) / settings.days)),
    code: at(settings.code, hasCode ? 1 : 0),
  });
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function sumOf({ votes, recency, code }: Pick<Parts, 'votes' | 'recency' | 'code'>): number {
  return votes + recency + code;
}

/** Papers of fields of which interests have not placed two: of each field that is drawn the one that others vote for most. */
function explore(
  { memberId, day, explored }: FeedOrder,
  candidates: readonly FeedCandidate[],
  placed: readonly FeedCandidate[],
  count: number,
  outside: (paper: FeedCandidate) => Pick<Parts, 'votes' | 'recency' | 'code'>,
): NewFeedPlace[] {
  if (count === 0) return [];
  // One paper alone may be there by chance.
  const once = new Set<string | null>();
  const known = new Set<string | null>();
  for (const { field } of placed) (once.has(field) ? known : once).add(field);
  const taken = new Set(placed.map(({ id }) => id));
  const byField = new Map<string, FeedCandidate[]>();
  for (const paper of candidates)
    if (paper.field !== null && !known.has(paper.field) && !taken.has(paper.id))
      byField.set(paper.field, [...(byField.get(paper.field) ?? []), paper]);
  const fields = chooseFields([...byField.keys()].sort(), explored, `${memberId} ${day}`);
  return fields.slice(0, count).flatMap((field): NewFeedPlace[] => {
    const scored = (byField.get(field) ?? []).map((paper) => ({ paper, parts: outside(paper) }));
    const [best] = scored.sort(
      (a, b) => sumOf(b.parts) - sumOf(a.parts) || b.paper.votes - a.paper.votes || b.paper.id - a.paper.id,
    );
    if (best === undefined) return [];
    const parts = { ...rounded(best.parts), meaning: 0, words: 0, average: 0, repetition: 0 };
    return [
      {
        paperId: best.paper.id,
        interestId: null,
        reason: {
          kind: 'explore',
          name: field,
          byFloor: false,
          total: totalOf(parts),
          parts,
          words: [],
          examples: [],
        },
      },
    ];
  });
}

function explain(
  { item, repetition }: DiversePick<Scored>,
  { interest, model, sources, factor }: Ranker,
  byFloor: boolean,
  text: PaperSummary,
  { weights }: LibraryBackground,
): PlaceReason {
  const { meaning, words, examples } = model.explain(item.features);
  const byWords = words.reduce((sum, { part }) => sum + part, 0);
  const parts = rounded({ ...item.parts, meaning: factor * meaning, words: factor * byWords, repetition });
  const most = Math.max(0, words[0]?.part ?? 0);
  const written = writtenWords(text);
  const byExample = new Map<number, { title: string; verdict: 'more' | 'less'; part: number }>();
  sources.forEach(({ id, title, abstract, verdict }, i) => {
    const part = factor * (examples[i] ?? 0) + (byExample.get(id)?.part ?? 0);
    byExample.set(id, {
      title: (title === '' ? abstract : title).slice(0, 200).toWellFormed(),
      verdict,
      part,
    });
  });
  return {
    kind: 'interest',
    name: interest.name,
    byFloor,
    total: totalOf(parts),
    parts,
    words: words
      .filter(({ part }) => part > leastShare * most)
      .slice(0, namedWords)
      .map(({ place, part }) => {
        const term = weights.termAt(place);
        return { word: written.get(term) ?? term, part: round(factor * part) };
      }),
    examples: [...byExample.values()]
      .sort((a, b) => b.part - a.part)
      .slice(0, namedExamples)
      .map((one) => ({ ...one, part: round(one.part) })),
  };
}

/** Words of a paper as they stand there, by their terms. */
function writtenWords({ title, abstract, authors }: PaperSummary): Map<string, string> {
  const written = new Map<string, string>();
  const names = authors.map(({ name }) => name).join(' ');
  for (const { text } of wordsOf(`${title} ${abstract} ${names}`)) {
    const term = termOf(text);
    if (!written.has(term)) written.set(term, text);
  }
  return written;
}

/** Places for other fields, evenly among the others and never the first. */
function interleave(main: readonly NewFeedPlace[], others: readonly NewFeedPlace[]): NewFeedPlace[] {
  const every = Math.max(1, Math.floor(main.length / (others.length + 1)));
  const mixed: NewFeedPlace[] = [];
  let next = 0;
  main.forEach((place, i) => {
    mixed.push(place);
    if ((i + 1) % every === 0 && next < others.length) mixed.push(...others.slice(next, ++next));
  });
  return [...mixed, ...others.slice(next)];
}

function rounded<P extends Record<string, number>>(parts: P): P {
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, round(value)])) as P;
}

/** Of the rounded parts, so that what is shown adds up. */
function totalOf(parts: Parts): number {
  return round(Object.values(parts).reduce((sum, part) => sum + part, 0));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
