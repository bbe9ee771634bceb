import { z } from 'zod';

/** Days, directories and the state of the installation, as `/api/v1` tells them. */

const dayState = z
  .enum(['complete', 'partial', 'late', 'upcoming', 'no-announcement'])
  .describe('`late`: the day was due, and not all sources have told everything yet.');
const day = z.iso.date();

export const Days = z
  .object({
    from: day,
    to: day,
    days: z.array(z.object({ day, count: z.number().int(), state: dayState })).describe('Newest first.'),
  })
  .meta({ id: 'Days' });

export const DayRecord = z
  .object({
    day,
    count: z.number().int(),
    state: dayState,
    usual: z
      .number()
      .int()
      .nullable()
      .describe('Papers that such a day usually has: the median of the last ten complete ones.'),
    finalAt: z.iso.datetime().nullable().describe('From when on the day no longer grows.'),
    why: z.string().nullable().describe('Why nothing is announced on it.'),
    previous: day.nullable(),
    next: day.nullable(),
    nextAnnouncement: day,
    lastFull: day.nullable(),
    papers: z.url().describe('Where its papers are listed.'),
  })
  .meta({ id: 'Day' });

export const Categories = z
  .object({ items: z.array(z.object({ category: z.string(), name: z.string(), papers: z.number().int() })) })
  .meta({ id: 'Categories' });

export const Venues = z
  .object({ items: z.array(z.object({ venue: z.string(), papers: z.number().int() })) })
  .meta({ id: 'Venues' });

export const AuthorRecord = z
  .object({
    nameKey: z.string(),
    name: z.string(),
    otherSpellings: z.array(z.string()),
    orcid: z.string().nullable(),
    papers: z.number().int(),
    coauthors: z.array(z.object({ nameKey: z.string(), name: z.string(), papers: z.number().int() })),
    works: z.url().describe('Where the papers are listed.'),
  })
  .meta({ id: 'AuthorRecord' });

export const Status = z
  .object({
    papers: z.number().int(),
    latestDay: day.nullable(),
    currentDay: day.describe('The day that the front page shows now, in America/New_York.'),
    sampleLoaded: z.boolean(),
    lists: z.array(
      z.object({ slug: z.string(), title: z.string(), about: z.string(), papers: z.number().int() }),
    ),
    store: z.object({ kind: z.enum(['embedded', 'server']), bm25: z.boolean(), vectors: z.boolean() }),
  })
  .meta({ id: 'Status' });

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ field: z.string(), remedy: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document.' });
