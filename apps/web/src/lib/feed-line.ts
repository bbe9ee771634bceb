import type { PaperCard } from './card.ts';

/** A line of a reader's feed, as the page shows it. */
export interface FeedLine {
  card: PaperCard;
  /** In a sentence. */
  why: string;
  /** What the score is made of, in words and with signs; the total last. */
  parts: { label: string; value: string }[];
  /** The words that tell most, and what of the interest it is like, with their shares. */
  words: { label: string; value: string }[];
  examples: { label: string; value: string }[];
  answer: 'more' | 'less' | null;
  /** The interest that learns from an answer; null for a field beside the interests. */
  interestId: number | null;
}
