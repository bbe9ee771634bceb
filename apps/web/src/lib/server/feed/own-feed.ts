import { readFeed, remakeFeed, type FeedReading } from '@broadsheet/learn';
import { currentDay, getPapers, type PaperSummary, type Store } from '@broadsheet/papers';
import { hiddenOnes, placesOfDay, rulesInForce, type FeedPlace } from '@broadsheet/people';
import type { Encoder } from '@broadsheet/search';
import type { FeedLine } from '../../feed-line.ts';
import { toCard } from '../to-card.ts';
import { reasonInNumbers, whyInFeed } from './reason-words.ts';

/** A place of a feed with its paper. */
export interface FeedEntry {
  place: FeedPlace;
  paper: PaperSummary;
}

/**
 * A member's feed of a day, by their interests and rules. Today's is made and kept when it is first asked for, an earlier one is as it
 * was made, without papers that are hidden since or that the member's rules hide now.
 * @param day `2026-03-13`; null for today.
 */
export async function ownFeed(
  store: Store,
  encoder: Encoder | null,
  memberId: string,
  day: string | null,
  now: Date,
): Promise<{ day: string; entries: FeedEntry[] }> {
  const today = currentDay(now);
  const reading = await readingOf(store, memberId, now);
  const places =
    day === null || day === today
      ? await readFeed(store, encoder, reading)
      : await placesOfDay(store, memberId, day);
  return { day: day ?? today, entries: await withPapers(store, places, reading) };
}

/** Makes a member's feed of today anew. */
export async function remakeOwnFeed(
  store: Store,
  encoder: Encoder | null,
  memberId: string,
  now: Date,
): Promise<{ day: string; entries: FeedEntry[] }> {
  const reading = await readingOf(store, memberId, now);
  const places = await remakeFeed(store, encoder, reading);
  return { day: currentDay(now), entries: await withPapers(store, places, reading) };
}

/** What a feed is read by. */
export async function readingOf(store: Store, memberId: string, now: Date): Promise<FeedReading> {
  const rules = await rulesInForce(store, memberId, now);
  return { memberId, now, hides: rules?.hides ?? null };
}

async function withPapers(
  store: Store,
  places: readonly FeedPlace[],
  { hides }: FeedReading,
): Promise<FeedEntry[]> {
  const ids = places.map(({ paperId }) => paperId);
  const papers = new Map((await getPapers(store, ids)).map((paper) => [paper.id, paper]));
  const hidden = hides === null ? new Set<number>() : await hiddenOnes(store, hides, ids);
  return places.flatMap((place) => {
    const paper = papers.get(place.paperId);
    return paper === undefined || hidden.has(place.paperId) ? [] : [{ place, paper }];
  });
}

/** Lines of the page. */
export function toFeedLines(entries: readonly FeedEntry[]): FeedLine[] {
  return entries.map(({ place, paper }) => ({
    card: toCard(paper),
    why: whyInFeed(place.reason),
    ...reasonInNumbers(place.reason),
    answer: place.answer,
    interestId: place.interestId,
  }));
}
