import { z } from 'zod';

/**
 * What one source says about one paper: the only thing that ingest accepts. Readers (files) and sources (the
 * network) produce it; nothing else enters the store. Text in it is already plain Unicode (see normalise/).
 */

/** How a paper can be named from outside. `hf` values look like arXiv ids but live on another site. */
export const identitySchemes = ['arxiv', 'doi', 'openreview', 'acl', 'hf', 'url'] as const;
export const IdentityScheme = z.enum(identitySchemes);
export type IdentityScheme = z.infer<typeof IdentityScheme>;

export const Identity = z.object({
  scheme: IdentityScheme,
  /** Canonical form, as `parseIdentity` returns it: no version, no prefix, DOIs in lower case. */
  value: z.string().min(1).max(500),
  /**
   * `false` for a name that somebody remembers but nobody has checked. It is never shown, and it joins two records
   * only when their titles agree.
   */
  confirmed: z.boolean().default(true),
});
export type Identity = z.infer<typeof Identity>;

export const Author = z.object({
  name: z.string().min(1).max(300),
  orcid: z
    .string()
    .regex(/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/)
    .optional(),
  affiliation: z.string().max(500).optional(),
  /** The source's own account name of the author, where it has one (HF user name, OpenReview profile id). */
  user: z.string().max(200).optional(),
});
export type Author = z.infer<typeof Author>;

/** A calendar date that is honest about how much of it is known. `listed-day`: the day a listing was dated. */
export const datePrecisions = ['time', 'day', 'listed-day', 'month', 'year'] as const;
export const PublishedDate = z.object({
  /** ISO 8601: an instant in UTC for `time`, `YYYY-MM-DD` for days, `YYYY-MM`, or `YYYY`. */
  value: z.string().regex(/^\d{4}(-\d{2}(-\d{2}(T[\d:.]+Z)?)?)?$/),
  precision: z.enum(datePrecisions),
});
export type PublishedDate = z.infer<typeof PublishedDate>;

export const Link = z.object({
  kind: z.enum(['page', 'pdf', 'code', 'project', 'media', 'dataset', 'model', 'demo']),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Stars of a code repository when the source said so. */
  stars: z.number().int().nonnegative().optional(),
});
export type Link = z.infer<typeof Link>;

export const Version = z.object({
  number: z.number().int().positive(),
  /** Instant in UTC (ISO 8601). */
  date: z.iso.datetime().optional(),
  size: z.string().max(40).optional(),
});
export type Version = z.infer<typeof Version>;

/** What a paper's public reviews came to. */
export const Reviews = z.object({
  /** As the venue words it: `Accept (oral)`. */
  decision: z.string().min(1).max(200).optional(),
  /** Reviews with a rating. */
  count: z.number().int().nonnegative().default(0),
  /** Mean rating, on the venue's own scale. */
  rating: z.number().min(-100).max(100).optional(),
  /** Mean confidence of the reviewers, on the venue's own scale. */
  confidence: z.number().min(0).max(100).optional(),
});
export type Reviews = z.infer<typeof Reviews>;

/** How much attention a paper had on one day, by one service's count. */
export const PopularitySnapshot = z.object({
  /** Whose count it is. For `github`, `upvotes` are the stars of the paper's code: attention, but no votes. */
  service: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('hugging-face'),
  day: z.iso.date(),
  upvotes: z.number().int().nonnegative(),
  comments: z.number().int().nonnegative().default(0),
});
export type PopularitySnapshot = z.infer<typeof PopularitySnapshot>;

export const SourceRecord = z.object({
  /** Which source speaks: `arxiv`, `hugging-face`, `acl`, `page`, `bibtex`, `ris`, `openreview`, … */
  source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** The record's own stable name in that source. With `source` and `version` it makes ingest idempotent. */
  key: z.string().min(1).max(500),
  /** The version of the paper that this record describes; 0 where the source has no versions. */
  version: z.number().int().nonnegative().default(0),
  /** When the source said so (its datestamp); null where it does not tell. */
  statedAt: z.iso.datetime().nullable().default(null),
  identities: z.array(Identity).max(50),
  title: z.string().min(1).max(2000),
  abstract: z.string().max(50_000).default(''),
  authors: z.array(Author).max(10_000).default([]),
  /** First is primary. */
  categories: z.array(z.string().min(1).max(100)).max(100).default([]),
  venue: z.string().max(500).optional(),
  /** First publication: for arXiv, the submission of v1. */
  published: PublishedDate.optional(),
  /** Instant of the newest version. */
  updatedAt: z.iso.datetime().optional(),
  /** The day on which readers were told (America/New_York), where the source says so outright. */
  announcedOn: z.iso.date().optional(),
  versions: z.array(Version).max(1000).default([]),
  license: z.string().max(300).optional(),
  comment: z.string().max(5000).optional(),
  journalRef: z.string().max(2000).optional(),
  keywords: z.array(z.string().min(1).max(200)).max(200).default([]),
  /** One or two sentences made by the source (a tl;dr). */
  summary: z.string().max(5000).optional(),
  links: z.array(Link).max(200).default([]),
  withdrawn: z.boolean().default(false),
  /** How many papers cite it, by this source's count. */
  citations: z.number().int().nonnegative().optional(),
  reviews: Reviews.optional(),
  popularity: z.array(PopularitySnapshot).max(10_000).default([]),
});
export type SourceRecord = z.infer<typeof SourceRecord>;
/** What readers build: defaults may be left out. */
export type SourceRecordInput = z.input<typeof SourceRecord>;
