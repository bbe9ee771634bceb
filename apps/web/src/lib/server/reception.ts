import type { PaperDetail } from '@broadsheet/papers';
import { creditOf } from './sources/credits.ts';

type Received = Pick<PaperDetail, 'citations' | 'reviews' | 'provenance'>;

/** `Cited by 1,234, as counted by Semantic Scholar`; null where nobody counts. */
export function citedWords({ citations, provenance }: Received): string | null {
  if (citations === null) return null;
  const by = provenance['citations'];
  const count = citations === 0 ? 'Not cited yet' : `Cited by ${citations.toLocaleString('en')}`;
  return by === undefined ? count : `${count}, as counted by ${creditOf(by.source).title}`;
}

/** `Accept (oral), rated 6.25 on average in 4 reviews, as told by OpenReview`; null where there are none. */
export function reviewWords({ reviews, provenance }: Received): string | null {
  if (reviews === null) return null;
  const { decision, rating, count } = reviews;
  const written = count === 0 ? '' : `${count} ${count === 1 ? 'review' : 'reviews'}`;
  const marks =
    rating === undefined
      ? written
      : `rated ${rating.toLocaleString('en', { maximumFractionDigits: 2 })}${count > 1 ? ' on average' : ''}${written && ` in ${written}`}`;

  const words = [decision ?? '', marks].filter((part) => part !== '').join(', ');
  if (words === '') return null;
  const by = provenance['reviews'];
  return by === undefined ? words : `${words}, as told by ${creditOf(by.source).title}`;
}
