import { addDays, isDay, newYorkClock } from '@broadsheet/papers';
import { z } from 'zod';
import { nextDailyRun } from '../every-day.ts';
import { SourceError } from '../http/source-error.ts';
import { askForWorks, type WorksPage } from '../openalex/ask-works.ts';
import { lookUp, valuesInFilter } from '../openalex/look-up.ts';
import { readWork } from '../openalex/work.ts';
import { defineSource, type Cursor, type Etiquette, type Run, type Step } from '../source.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.openalex.org'),
  /** Free at https://openalex.org/settings/api, and good for ten times as much. */
  apiKey: z.string().min(1).max(200).optional(),
  /** Your address, for the service's eyes. It brings nothing since February 2026; keys took its place. */
  mailto: z.email().optional(),
  /** Whether papers that are here are looked up: citations, retractions, open copies, ORCIDs, topics. */
  enrich: z.boolean().default(true),
  /** New papers to take in, as a filter of OpenAlex: `primary_location.source.id:S137773608`. None: none. */
  filter: z
    .string()
    .min(3)
    .max(2000)
    .regex(/^\S+:[^\n]+$/, 'must be field:value')
    .optional(),
  /** By what a paper is new. OpenAlex keeps `created` and `updated` for paid plans. */
  freshBy: z.enum(['published', 'created', 'updated']).default('published'),
  /** Requests in a run at most; each is 1 credit of 1,000 a day without a key, of 10,000 with a free one. */
  requests: z.number().int().min(1).max(9000).default(100),
});
type Options = z.infer<typeof Options>;

const Kept = z.object({
  following: z.object({
    /** The filter that it is about. Another one begins anew. */
    filter: z.string(),
    /** Works from this day on (UTC). */
    since: z.string().refine(isDay),
    /** What asks for the next page of a round that was left in the middle. */
    token: z.string().max(2000).nullable(),
  }),
});
type Following = z.infer<typeof Kept>['following'];

/** Days for which a paper is young: its citations are still few, and what OpenAlex knows about it changes. */
const youth = 90;
/** Days after which a young paper is looked up again, and any other. */
const again = { young: 7, old: 60 };

/** A tenth of the allowance is left to the operator's other programs. */
const etiquette: Etiquette = {
  scope: 'openalex',
  interval: 250,
  perDay: 900,
  rule: 'At most 100 requests a second, and a daily allowance: 1,000 lists without a key, 10,000 with a free one.',
  terms: 'https://developers.openalex.org/api-reference/authentication',
};

/** Works come into OpenAlex days after they were published, so that every round goes back that far. */
const lookBackDays = { published: 21, created: 1, updated: 1 };
const fieldOf = { published: 'publication', created: 'created', updated: 'updated' };

/**
 * OpenAlex, in two ways: it says more about papers that are here, found by DOI or arXiv id, and it brings new ones by a
 * filter. Costs since February 2026: a list is 1 credit, a single look-up by DOI none; 1,000 credits a day without a key
 * (for all programs at one address together), 10,000 with a free one; midnight UTC begins a new day.
 * Source: https://developers.openalex.org/api-reference/authentication
 */
export const openalex = defineSource<Options>({
  name: 'openalex',
  title: 'OpenAlex',
  about: 'Citations, retractions, open copies, ORCIDs and topics of known papers; new ones by a filter.',
  licence: 'CC0-1.0',
  etiquette,
  etiquetteFor: ({ apiKey }) => (apiKey === undefined ? etiquette : { ...etiquette, perDay: 9000 }),
  options: Options,
  // Soon after midnight UTC, when the day's allowance is whole.
  nextRun: (after) => nextDailyRun(after, 1, 10),
  gather,
});

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  /** What is left of this run's requests. */
  const left = { requests: run.options.requests };
  let { cursor } = run;
  for await (const step of follow(run, left)) {
    cursor = step.cursor;
    yield step;
  }
  if (run.options.enrich) yield* enrich(run, cursor, left);
}

async function* follow(run: Run<Options>, left: { requests: number }): AsyncGenerator<Step> {
  const { options, http, signal } = run;
  const { filter, freshBy } = options;
  if (filter === undefined) return;
  const today = run.now().toISOString().slice(0, 10);
  const named = `${freshBy} ${filter}`;
  const kept = Kept.safeParse(run.cursor).data?.following;
  let following: Following =
    kept?.filter === named
      ? kept
      : { filter: named, since: addDays(today, -lookBackDays[freshBy]), token: null };
  const field = fieldOf[freshBy];
  for (let done = 0; left.requests > 0 && !signal.aborted;) {
    left.requests--;
    const conditions = [
      filter,
      `from_${field}_date:${following.since}`,
      // Journals date issues ahead by months.
      ...(freshBy === 'published' ? [`to_publication_date:${today}`] : []),
    ];
    const { token } = following;
    let page: WorksPage;
    try {
      page = await askForWorks(
        http,
        options,
        { filter: conditions.join(','), per_page: '100', cursor: token ?? '*' },
        { isGated: freshBy !== 'published' },
      );
    } catch (error) {
      // What was kept from another day may mean nothing to the service any more.
      if (token === null || !(error instanceof SourceError) || error.status !== 400) throw error;
      following = { ...following, token: null };
      continue;
    }
    const isLast =
      page.next === null ||
      page.works.length === 0 ||
      page.next === token ||
      (page.count !== null && done + page.works.length >= page.count);
    following = isLast
      ? { ...following, since: addDays(today, -lookBackDays[freshBy]), token: null }
      : { ...following, token: page.next };
    yield {
      items: page.works.map((work, index) => readWork(`item ${done + index + 1}`, work)),
      cursor: toCursor(following),
      progress: { done: done + page.works.length, total: page.count, unit: 'records' },
    };
    done += page.works.length;
    if (page.isNearlySpent) left.requests = 0;
    if (isLast) return;
  }
}

async function* enrich(run: Run<Options>, cursor: Cursor, left: { requests: number }): AsyncGenerator<Step> {
  const { options, http, signal } = run;
  const now = run.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const asked = new Set<number>();
  for (const wish of [
    { before: daysAgo(again.young), announcedSince: addDays(newYorkClock(now).day, -youth) },
    { before: daysAgo(again.old) },
  ]) {
    // arXiv's papers by their ids: a DOI that they have besides is the publisher's, and leads to the same work.
    for (const scheme of ['arxiv', 'doi'] as const) {
      while (left.requests > 0 && !signal.aborted) {
        const given = await run.papersToAsk({ scheme, ...wish, limit: valuesInFilter });
        const papers = given.filter(({ paperId }) => !asked.has(paperId));
        if (papers.length === 0) break;
        const found = await lookUp(
          http,
          options,
          papers.map((paper) => ({ ...paper, scheme })),
        );
        left.requests = found.isNearlySpent ? 0 : left.requests - found.requests;
        const ids = new Set(papers.map(({ paperId }) => paperId));
        for (const paperId of ids) asked.add(paperId);
        yield {
          items: found.items,
          cursor,
          progress: { done: asked.size, total: null, unit: 'papers' },
          asked: [...ids].map((paperId) => ({ paperId, known: found.known.has(paperId) })),
        };
      }
    }
  }
}

function toCursor(following: Following): Cursor {
  return { following };
}
