import { getPapers, type Store } from '@broadsheet/papers';
import type { NewFeedPlace } from '@broadsheet/people';
import { renderText } from '../render-text.ts';
import { signedNumber, whyInFeed } from './reason-words.ts';

/** A place of a feed in one line. */
export interface NamedPlace {
  key: string;
  titleHtml: string;
  why: string;
  score: string;
}

/** Places of a feed that is not kept, for a preview. */
export async function namedPlaces(
  store: Pick<Store, 'query'>,
  places: readonly NewFeedPlace[],
): Promise<NamedPlace[]> {
  const ids = places.map(({ paperId }) => paperId);
  const papers = new Map((await getPapers(store, ids)).map((paper) => [paper.id, paper]));
  return places.flatMap(({ paperId, reason }) => {
    const paper = papers.get(paperId);
    return paper === undefined
      ? []
      : [
          {
            key: paper.key,
            titleHtml: renderText(paper.title),
            why: whyInFeed(reason),
            score: signedNumber(reason.total),
          },
        ];
  });
}
