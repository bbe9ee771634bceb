import type { PaperSummary } from '../views/paper.ts';

export type FeedFormat = 'rss' | 'atom' | 'json';

/** What a feed says of itself. */
export interface FeedChannel {
  title: string;
  description: string;
  /** The page that shows the same. */
  homeUrl: string;
  /** The feed's own address. */
  feedUrl: string;
  /** RFC 5646; default `en`. */
  language?: string;
}

/** A view of papers on its way to becoming a feed. */
export interface FeedInput extends FeedChannel {
  /** Where the site lives, without a slash at the end: the papers' addresses begin with it. */
  siteUrl: string;
  papers: readonly PaperSummary[];
}

/** A paper, or a comment, as every feed format tells it. */
export interface FeedEntry {
  /** Stable as long as the installation keeps its address, whatever becomes of the text. */
  id: string;
  url: string;
  title: string;
  authors: string[];
  categories: string[];
  published: Date;
  updated: Date;
  /** The abstract, or the comment, as safe HTML. */
  html: string;
  /** The same as text. */
  text: string;
}

/** The day of announcement is a day in New York, so its evening stands for it; else the first sight of the paper. */
export function publishedInstant(paper: PaperSummary): Date {
  if (paper.announcedOn !== null) return new Date(`${paper.announcedOn}T23:59:00Z`);
  return paper.publishedAt ?? paper.firstSeenAt;
}
