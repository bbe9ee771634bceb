import type { HiddenPapers } from './hidden-papers.ts';
import type { OwnMarks } from './own-marks.ts';

/** A paper as lists show it: what the server has made of it for the page, formulas rendered, names keyed. */
export interface PaperCard {
  id: number;
  key: string;
  titleHtml: string;
  abstractHtml: string;
  authors: { name: string; key: string }[];
  categories: { code: string; name: string }[];
  venue: string | null;
  /** Announcement day, or as much of the publication date as is known. */
  date: string | null;
  /** The day's own page, where there is one. */
  dayPath: string | null;
  votes: number;
  /** Put forward by the editors. */
  featured: boolean;
  /** What the reader has done with it; absent where nobody is signed in. */
  own?: OwnMarks;
  comments: number;
  /** An author of the paper has written under it. */
  authorsAnswer: boolean;
  code: { url: string; stars: number | null } | null;
  withdrawn: boolean;
  /** Why it stands where it stands: the trending terms in sentences. */
  why: string[];
  /** The reader's rules that would hide it, where they asked to see it all the same. */
  hiddenBy?: string[];
}

/** One page of cards, and where the next one is. */
export interface CardPage {
  cards: PaperCard[];
  /** Rank of the first card, from 1. */
  firstRank: number;
  total: number;
  page: number;
  pages: number;
  /** What the reader's rules hide of the list; null where they hide nothing. */
  hidden: HiddenPapers | null;
}
