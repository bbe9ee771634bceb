import type { PaperSummary } from '@broadsheet/papers';

/** A paper in a digest, with why it is there. */
export interface DigestEntry {
  paper: PaperSummary;
  /** One short sentence or phrase, for people: `12 votes on Hugging Face in two days` or `matches “contrastive”`. */
  why: string;
}

/** What an issue says beside its papers; kept with it, so that it reads the same for good. */
export interface IssueContent {
  /** What the subscription is about: `Trending papers`, `cs.LG · Machine Learning`, `Search: “contrastive”`. */
  title: string;
  /** Path on the site that shows the same selection: `/trending`, `/search?q=…`. */
  path: string;
  /** First and last announcement day (America/New_York) that it covers. */
  from: string;
  to: string;
  /** Why each paper is in it, in the order of the papers. */
  why: string[];
  /** Papers of these days that matched and had no room. */
  more: number;
  /** Announcement days that were not all here yet when it was put together. */
  partial: { day: string; count: number; usual: number | null }[];
  length: 'full' | 'short';
}

/** An issue with its papers: everything that is drawn. */
export interface Digest extends Pick<
  IssueContent,
  'title' | 'path' | 'from' | 'to' | 'more' | 'partial' | 'length'
> {
  /** The issue's day on the subscriber's calendar, `YYYY-MM-DD`. */
  day: string;
  entries: DigestEntry[];
}

/** Absolute addresses in a digest. `null` where there is nobody to manage it for: a preview. */
export interface DigestLinks {
  /** The site, without a slash at its end: `https://papers.example.org`. */
  site: string;
  /** This issue on the web, for good. */
  issue: string | null;
  /** All subscriptions of this address. */
  manage: string | null;
  /** Ends this subscription, by POST; by GET it asks whether to. */
  unsubscribe: string | null;
  /** A page that saves a paper, or leaves out papers like it. */
  paperActions: ((paper: PaperSummary) => string) | null;
}
