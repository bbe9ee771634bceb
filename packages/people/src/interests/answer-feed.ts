import type { Store } from '@broadsheet/papers';
import { answerPlace, placeOf, type FeedPlace } from './feed-places.ts';
import type { Verdict } from './interest.ts';
import { addExamples, forgetFeedback } from './keep-examples.ts';

/**
 * Keeps what a reader says of a paper in the feed: the interest that brought it learns from it, and of a field beside the interests it
 * is remembered for what is tried next. null takes back what was said.
 * @returns the place with its answer; null where no feed of the member has shown the paper; `full` where the interest has no room.
 */
export async function answerFeed(
  store: Pick<Store, 'query' | 'transaction'>,
  memberId: string,
  paperId: number,
  answer: Verdict | null,
  now: Date,
): Promise<FeedPlace | 'full' | null> {
  const place = await placeOf(store, memberId, paperId);
  if (place === null) return null;
  if (place.interestId !== null) {
    if (answer === null) await forgetFeedback(store, memberId, place.interestId, paperId);
    else {
      const said = [{ paperId, verdict: answer, origin: 'feedback' as const }];
      const result = await addExamples(store, memberId, place.interestId, said, now);
      if (result !== null && result.full > 0) return 'full';
    }
  }
  await answerPlace(store, memberId, paperId, answer);
  return { ...place, answer };
}
