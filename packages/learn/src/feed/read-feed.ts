import { currentDay, type PaperCondition, type Store } from '@broadsheet/papers';
import {
  exploredFields,
  keepPlaces,
  listExamples,
  listInterests,
  placesOfDay,
  readFeedSettings,
  type FeedPlace,
  type FeedSettings,
  type NewFeedPlace,
} from '@broadsheet/people';
import type { InterestEncoder } from '../interests/paper-features.ts';
import { composeFeed } from './compose-feed.ts';

export interface FeedReading {
  readonly memberId: string;
  readonly now: Date;
  /** What the reader's rules hide. */
  readonly hides: PaperCondition | null;
}

/**
 * A reader's feed of today (America/New_York), made and kept when it is first looked at: it stays the same for the day, and what it
 * shows is not shown on another one. A feed without papers is not kept, since some may still come.
 */
export async function readFeed(
  store: Store,
  encoder: InterestEncoder | null,
  reading: FeedReading,
): Promise<FeedPlace[]> {
  const day = currentDay(reading.now);
  const there = await placesOfDay(store, reading.memberId, day);
  if (there.length > 0) return there;
  const made = await previewFeed(store, encoder, reading);
  return made.length === 0 ? [] : keepPlaces(store, reading.memberId, day, made);
}

/** Makes today's feed anew, after what the reader has said since; what was answered stays in it. */
export async function remakeFeed(
  store: Store,
  encoder: InterestEncoder | null,
  reading: FeedReading,
): Promise<FeedPlace[]> {
  const made = await previewFeed(store, encoder, reading);
  return keepPlaces(store, reading.memberId, currentDay(reading.now), made, { anew: true });
}

/**
 * What today's feed would be, by other settings where they are given, and of one interest alone where it is named; nothing is kept.
 */
export async function previewFeed(
  store: Store,
  encoder: InterestEncoder | null,
  { memberId, now, hides }: FeedReading,
  settings?: FeedSettings,
  only?: number,
): Promise<NewFeedPlace[]> {
  const [chosen, interests, examples, explored] = await Promise.all([
    settings ?? readFeedSettings(store, memberId),
    listInterests(store, memberId),
    listExamples(store, memberId),
    exploredFields(store, memberId),
  ]);
  return composeFeed(store, encoder, {
    memberId,
    day: currentDay(now),
    settings: chosen,
    interests: interests
      .filter(({ id }) => only === undefined || id === only)
      .map((interest) => ({
        ...interest,
        examples: examples.filter(({ interestId }) => interestId === interest.id),
      })),
    hides,
    explored,
  });
}
