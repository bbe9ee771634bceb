import type { Author, IdentityScheme, Link, Reviews, Version } from '../record/source-record.ts';
import type { TrendingTerms } from '../ranking/trending.ts';

/** A paper as lists show it. Every surface (page, feed, API, mail, CLI) is made from this. */
export interface PaperSummary {
  /** Stable internal id. */
  id: number;
  /**
   * Its name in our addresses, `/papers/<key>`: the arXiv id where there is a confirmed one (`2103.03230`,
   * `hep-th/9901001`), else `p<id>`.
   */
  key: string;
  arxivId: string | null;
  doi: string | null;
  title: string;
  abstract: string;
  authors: Author[];
  /** First is primary. */
  categories: string[];
  venue: string | null;
  year: number | null;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`: as much as is known. */
  published: string | null;
  publishedAt: Date | null;
  updatedAt: Date | null;
  /** Announcement day in America/New_York, `YYYY-MM-DD`. */
  announcedOn: string | null;
  summary: string | null;
  keywords: string[];
  links: Link[];
  withdrawn: boolean;
  /** How many papers cite it, as far as a source counts; null where none does. */
  citations: number | null;
  /** Put forward by editors. */
  featured: boolean;
  votes: number;
  comments: number;
  /** An author of the paper, by an accepted claim, has written under it. */
  authorsAnswer: boolean;
  trending: number;
  trendingTerms: TrendingTerms | null;
  firstSeenAt: Date;
  changedAt: Date;
}

/** Who said a field's value, and when. */
export interface Provenance {
  source: string;
  key: string;
  statedAt: Date | null;
  receivedAt: Date;
}

/** A value that another source gives differently: kept, and shown beside the chosen one. */
export interface Conflict {
  field: string;
  chosen: { value: unknown; by: Provenance };
  others: { value: unknown; by: Provenance }[];
}

/** What changed in a text field between two versions, as runs of words. */
export interface VersionChange {
  from: number;
  to: number;
  field: 'title' | 'abstract' | 'authors' | 'comment' | 'categories';
  runs: { kind: 'same' | 'removed' | 'added'; text: string }[];
}

/** Everything a paper's own page shows. */
export interface PaperDetail extends PaperSummary {
  identities: { scheme: IdentityScheme; value: string }[];
  versions: Version[];
  versionChanges: VersionChange[];
  license: string | null;
  comment: string | null;
  reviews: Reviews | null;
  journalRef: string | null;
  provenance: Record<string, Provenance>;
  conflicts: Conflict[];
  popularity: { source: string; day: string; upvotes: number; comments: number }[];
  /** Lists that hold it, e.g. the first edition. */
  lists: { slug: string; title: string; position: number }[];
}
