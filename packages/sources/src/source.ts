import type { Identity, ReadItem } from '@broadsheet/papers';
import type { z } from 'zod';
import type { HttpClient } from './http/http-client.ts';

/** How a service wants to be asked. The HTTP client keeps it, across all processes that share a store. */
export interface Etiquette {
  /** Sources of one service share its limit by this name: all of arXiv's addresses are `arxiv`. */
  scope: string;
  /** Least time from the start of one request to the start of the next, in milliseconds. Always one at a time. */
  interval: number;
  /** Requests in a UTC day at most; null where the service names no number. */
  perDay: number | null;
  /** The service's rule in one sentence, for people. */
  rule: string;
  /** Where the rule stands. */
  terms: string;
}

/** What a source keeps between runs: plain JSON, understood by that source alone. null before its first run. */
export type Cursor = { readonly [key: string]: unknown } | null;

/** A paper that a source may be asked about by one of its names. */
export interface PaperToAsk {
  paperId: number;
  /** The name in the scheme that was asked for, canonical. */
  value: string;
  /** Its title as it is shown here: to see whether an answer means this paper, and for sources that know no titles. */
  title: string;
  /** A confirmed name of it, by which a record about it finds it. */
  identity: Pick<Identity, 'scheme' | 'value'>;
}

/**
 * A part of a run that is finished: its records are taken in and its cursor is kept in one go, so a run that is killed
 * goes on behind its last step.
 */
export interface Step {
  items: readonly ReadItem[];
  cursor: Cursor;
  /** How far the run is, where the source tells: records or days, whichever it counts in. */
  progress?: { done: number; total: number | null; unit: 'records' | 'days' | 'papers' };
  /** Papers that were asked about, whether the source knew them or not: they are left alone for a while. */
  asked?: readonly { paperId: number; known: boolean }[];
  /**
   * Announcement days (America/New_York) of which this source now holds everything: the day is shown as complete.
   */
  completeDays?: readonly string[];
}

/** What a source is given for a run. */
export interface Run<Options> {
  options: Options;
  cursor: Cursor;
  http: HttpClient;
  /** The instant of now; tests stop it. */
  now(): Date;
  /** Aborted when the program ends: finish the step in hand. */
  signal: AbortSignal;
  /**
   * Papers with a confirmed name of this scheme that this source was not asked about since `before`, those of the newest
   * announcements first.
   */
  papersToAsk(request: {
    scheme: 'arxiv' | 'doi' | 'openreview' | 'acl';
    before: Date;
    limit: number;
    /** Only papers announced on this day (America/New_York) or later; others are left out, undated ones too. */
    announcedSince?: string;
    /** Leaves out papers of which one of these sources has told. */
    untoldBy?: readonly string[];
  }): Promise<PaperToAsk[]>;
  /** Papers whose code lies at this host (`github.com`) and that were not asked about since `before`; `value` is the address. */
  codeToAsk(request: { host: string; before: Date; limit: number }): Promise<PaperToAsk[]>;
}

/** One place that papers, or facts about papers, come from. */
export interface Source<Options = unknown> {
  /** `arxiv-oai`: in settings, commands, metrics, and in each of its records. */
  name: string;
  /** For people. */
  title: string;
  /** One sentence: what it brings. */
  about: string;
  /** Licence of its metadata, for people. */
  licence: string;
  etiquette: Etiquette;
  /** The rule under these options, where a key or an account buys another one than `etiquette`. */
  etiquetteFor?(options: Options): Etiquette;
  /** What may be set, with defaults for everything but secrets and choices that nobody can make for the operator. */
  options: z.ZodType<Options>;
  /** The first instant after `after` at which there may be something new. */
  nextRun(after: Date, options: Options): Date;
  /** Yields steps until there is nothing new. Throws what the HTTP client throws; everything before that stands. */
  gather(run: Run<Options>): AsyncGenerator<Step>;
}

/** Keeps a source's own type of options from getting lost in the catalogue. */
export function defineSource<Options>(source: Source<Options>): Source<Options> {
  return source;
}
