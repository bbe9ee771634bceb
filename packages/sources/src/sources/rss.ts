import { createHash } from 'node:crypto';
import { refused, type ReadItem } from '@broadsheet/papers';
import { z } from 'zod';
import { readFeed } from '../feeds/read-feed.ts';
import type { HttpClient } from '../http/http-client.ts';
import { shownUrl } from '../http/shown-url.ts';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type Run, type Step } from '../source.ts';

const Feed = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** For people. Without it, the host. */
  name: z.string().min(1).max(100).optional(),
  /** Where its papers are published, if the items do not say: `Journal of Machine Learning Research`. */
  venue: z.string().min(1).max(300).optional(),
});
type Feed = z.infer<typeof Feed>;

const Options = z.strictObject({
  /** RSS 2.0, RSS 1.0 (RDF) and Atom. */
  feeds: z.array(Feed).max(500).default([]),
});
type Options = z.infer<typeof Options>;

const instant = z.iso.datetime();

const FeedState = z.object({
  etag: z.string().nullable(),
  /** As the service writes it: it goes back as it came. */
  lastModified: z.string().nullable(),
  /** Failures in a row. */
  failures: z.number().int().nonnegative(),
  /** A feed that fails is left alone until then. */
  notBefore: instant.nullable(),
});
type FeedState = z.infer<typeof FeedState>;

const Kept = z.object({ feeds: z.record(z.string(), FeedState.nullable().catch(null)) });

const untouched: FeedState = { etag: null, lastModified: null, failures: 0, notBefore: null };

const hour = 3_600_000;

/**
 * Any feeds: journals, proceedings, laboratories, blogs. Each is asked once an hour whether it changed, and a failing one
 * less and less often, down to once a day.
 * Sources: https://www.rssboard.org/rss-specification, RFC 4287, RFC 9110 (13.1)
 */
export const rss = defineSource<Options>({
  name: 'rss',
  title: 'Feeds',
  about: 'New papers of any RSS or Atom feeds that you choose: journals, proceedings, laboratories.',
  licence: 'Each feed has its own',
  etiquette: {
    scope: 'rss',
    interval: 1000,
    perDay: null,
    rule: 'Once an hour for each feed, one request at a time, and only for what changed.',
    terms: 'https://www.rssboard.org/rss-specification',
  },
  options: Options,
  nextRun,
  gather,
});

/** Five past every hour: many feeds are made anew on the hour. */
function nextRun(after: Date): Date {
  const next = new Date(after);
  next.setUTCMinutes(5, 0, 0);
  return next > after ? next : new Date(next.getTime() + hour);
}

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const { http, signal } = run;
  const known = Kept.safeParse(run.cursor).data?.feeds ?? {};
  const feeds = [...new Map(run.options.feeds.map((feed) => [nameOf(feed), feed])).entries()];
  /** Only of feeds that are still wanted. */
  let states = new Map(feeds.map(([name]) => [name, known[name] ?? untouched]));
  const failures = (name: string) => states.get(name)?.failures ?? 0;
  // Those that fail come last: after several failures in a row the client leaves all feeds alone for a while.
  const order = feeds.toSorted(([a], [b]) => failures(a) - failures(b));
  let done = 0;
  for (const [name, feed] of order) {
    if (signal.aborted) return;
    const state = states.get(name) ?? untouched;
    if (state.notBefore !== null && run.now() < new Date(state.notBefore)) continue;
    const { items, state: next } = await ask(http, feed, state, () => run.now());
    states = new Map(states).set(name, next);
    done += items.length;
    yield {
      items,
      cursor: { feeds: Object.fromEntries(states) },
      progress: { done, total: null, unit: 'records' },
    };
  }
}

async function ask(
  http: HttpClient,
  feed: Feed,
  state: FeedState,
  now: () => Date,
): Promise<{ items: ReadItem[]; state: FeedState }> {
  try {
    const answer = await http.request(feed.url, {
      expect: 'xml',
      headers: {
        ...(state.etag === null ? {} : { 'if-none-match': state.etag }),
        ...(state.lastModified === null ? {} : { 'if-modified-since': state.lastModified }),
      },
      statuses: [304],
      limit: 16 * 2 ** 20,
    });
    if (answer.status === 304) return { items: [], state: { ...state, failures: 0, notBefore: null } };
    const { items, isWhole } = await readFeed(answer, feed);
    return {
      items,
      state: {
        // What was not read to its end is asked for again.
        etag: (isWhole && answer.headers.get('etag')) || null,
        lastModified: (isWhole && answer.headers.get('last-modified')) || null,
        failures: 0,
        notBefore: null,
      },
    };
  } catch (error) {
    // One dead feed must not cost the others. What concerns all of them ends the run.
    if (!(error instanceof SourceError) || ['quota', 'resting', 'aborted'].includes(error.failure))
      throw error;
    const failures = state.failures + 1;
    const pause = Math.min(hour * 2 ** (failures - 1), 24 * hour) - hour / 2;
    const notBefore = Math.max(now().getTime() + pause, error.retryAt?.getTime() ?? 0);
    const position = feed.name ?? shownUrl(feed.url);
    return {
      items: [refused('rss', position, null, `${error.message} ${error.hint}`, shownUrl(feed.url))],
      state: { ...state, failures, notBefore: new Date(notBefore).toISOString() },
    };
  }
}

/** A name without the address in it, which may hold a token. */
function nameOf({ url }: Feed): string {
  return createHash('sha256').update(url).digest('base64url').slice(0, 22);
}
