/**
 * A condition over `papers p` of which the views know nothing but the SQL: which papers a reader's rules hide, which ones somebody
 * keeps. It must not be null for any paper, or counts as not met.
 * @param bind gives a value to the statement and returns its placeholder (`$3`): values never become part of the SQL text.
 */
export type PaperCondition = (bind: (value: unknown) => string) => string;

/** Which papers a view holds, and in which order. The page, its feed and its API answer share one selection. */
export interface Selection {
  /** Announced from this day … (inclusive, America/New_York). */
  from?: string;
  /** … to this day (inclusive). */
  to?: string;
  /** Papers of which only the month is known belong to a range that holds the whole month. Default false. */
  coarse?: boolean;
  category?: string;
  venue?: string;
  /** `authorKey(name)`. */
  author?: string;
  /** Only papers that have an arXiv id of the scheme since 2007 (2103.03230), as some clients expect. */
  withArxivId?: true;
  /** A list's slug. */
  list?: string;
  /** Only papers that meet it. */
  only?: PaperCondition;
  /** Without the papers that meet it; they are counted. */
  hide?: PaperCondition;
  /** Only papers that editors put forward. */
  featured?: true;
  order: 'trending' | 'votes' | 'newest' | 'position' | 'featured';
}

export interface PageRequest {
  /** 1 to 200. */
  limit: number;
  /** Papers to skip, 0 or more. */
  offset: number;
}

export interface Page<T> {
  items: T[];
  /** All items of the selection, on all pages. */
  total: number;
  /** How many more there would be, were it not for what the selection hides. */
  hidden: number;
  limit: number;
  offset: number;
}
