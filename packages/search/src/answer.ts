import type { PaperCondition, PaperSummary } from '@broadsheet/papers';
import type { Fusion } from './fusion/fusion.ts';
import type { NearestPhrase } from './meaning/nearest-phrases.ts';

/** One run of text, matched by the query or not. The same shape as the Hugging Face API's highlight spans. */
export interface Span {
  type: 'text' | 'highlight';
  text: string;
}

export interface Hit {
  paper: PaperSummary;
  /** Larger is better; comparable within one answer only. */
  score: number;
  title: Span[];
  /** The passage of the abstract that matches best, at most about 320 characters. */
  passage: Span[];
  /** The whole abstract with its matches. */
  abstract: Span[];
  /** Which words, phrases and operators of the query this paper met, for "why this paper". */
  matched: string[];
  /** How the sides found it; null where only words were searched. */
  why: HitReason | null;
}

/** Why a paper is where it is, where words and meaning were searched. */
export interface HitReason {
  /** Its rank by words, from 1 on; null where it holds none of them or stands too deep. */
  words: number | null;
  /** Its rank by meaning, from 1 on; null where it is not among the nearest. */
  meaning: number | null;
  /** The cosine of its vector with the query's, 0 to 1; null where it has no rank by meaning. */
  cosine: number | null;
  /** The sentence nearest to the query, of the page's first hits. */
  phrase: NearestPhrase | null;
}

export interface Facet {
  value: string;
  label: string;
  count: number;
}

export type SortOrder = 'relevance' | 'date' | 'votes';

export interface SearchRequest {
  /** As typed. At most 3,000 characters are read. */
  query: string;
  sort?: SortOrder;
  /** 1 to 120. */
  limit?: number;
  offset?: number;
  /** Counting by year, category and venue costs a little; lists that do not show facets leave it off. */
  facets?: boolean;
  /** Only these papers, by internal id, such as those of a reader's library. */
  among?: readonly number[];
  /** Without the papers that meet it, such as those that a reader's rules hide; the answer names them. */
  hide?: PaperCondition;
  /**
   * Papers that the words were found in by other means, best first, such as a reader's own notes: by relevance they are a ranking
   * of its own beside words and meaning. Operators, phrases, required words and exclusions hold for these papers too. Words are
   * then not corrected without being asked to, since notes know others than papers do.
   */
  beside?: readonly number[];
  /** How words and meaning are weighed, for measuring; `searchFusion` else. */
  fusion?: Fusion;
}

export interface SearchAnswer {
  /** As typed (cut to the limit). */
  query: string;
  /** A pasted id, DOI or address: where to go straight away. */
  direct: { key: string } | null;
  hits: Hit[];
  /**
   * Papers in the list, at most 1,000: those that match by words, and those near in meaning that do not, of which there are at most
   * as many as the fusion is deep. `totalIsExact` says whether more may match by words.
   */
  total: number;
  totalIsExact: boolean;
  /** How many of `total` were found by meaning alone; null where only words were searched. */
  near: number | null;
  sort: SortOrder;
  limit: number;
  offset: number;
  /** Counts over the papers of the list. A facet narrows both sides, and nearer papers move up: it leads to at least as many. */
  facets: { year: Facet[]; category: Facet[]; venue: Facet[] } | null;
  /** "Did you mean": the query with misspelt words mended, or null. */
  corrected: string | null;
  /** True when nothing matched by words as typed, however much is near in meaning, and the hits are those of `corrected`. */
  usedCorrection: boolean;
  /** Papers that match by words and that the request hides, best first, at most 1,000, by internal id. */
  hidden: number[];
  /** Parts of the query that were not understood, each with the reason; the rest was searched. */
  ignored: { text: string; reason: string }[];
}
