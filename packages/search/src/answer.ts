import type { PaperSummary } from '@broadsheet/papers';

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
}

export interface Facet {
  value: string;
  label: string;
  count: number;
}

export type SortOrder = 'relevance' | 'date' | 'votes';

export interface SearchRequest {
  /** As typed. At most 1,000 characters are read. */
  query: string;
  sort?: SortOrder;
  /** 1 to 120. */
  limit?: number;
  offset?: number;
  /** Counting by year, category and venue costs a little; lists that do not show facets leave it off. */
  facets?: boolean;
}

export interface SearchAnswer {
  /** As typed (cut to the limit). */
  query: string;
  /** A pasted id, DOI or address: where to go straight away. */
  direct: { key: string } | null;
  hits: Hit[];
  /** Papers that match, at most `totalLimit`; `totalIsExact` says whether there may be more. */
  total: number;
  totalIsExact: boolean;
  sort: SortOrder;
  limit: number;
  offset: number;
  facets: { year: Facet[]; category: Facet[]; venue: Facet[] } | null;
  /** "Did you mean": the query with misspelt words mended, or null. */
  corrected: string | null;
  /** True when nothing matched as typed and the hits are those of `corrected`. */
  usedCorrection: boolean;
  /** Parts of the query that were not understood, each with the reason; the rest was searched. */
  ignored: { text: string; reason: string }[];
}
