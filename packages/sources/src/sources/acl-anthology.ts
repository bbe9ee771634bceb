import { refused, type ReadItem } from '@broadsheet/papers';
import { z } from 'zod';
import { readCollection } from '../acl/collection.ts';
import { askForListing } from '../acl/listing.ts';
import { nextDailyRun } from '../every-day.ts';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type Run, type Step } from '../source.ts';

const repository = 'acl-org/acl-anthology';

const Options = z.strictObject({
  /** The tree of the Anthology's XML files. */
  listingUrl: z
    .url({ protocol: /^https?$/ })
    .default(`https://api.github.com/repos/${repository}/git/trees/master:data/xml`),
  /** Where the files lie. */
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .default(`https://raw.githubusercontent.com/${repository}/master/data/xml`),
  /** Only these: `2026.acl`, `2026.findings`, `P19`. None: all of the years that `fromYear` names. */
  collections: z
    .array(z.string().regex(/^(\d{4}\.[a-z0-9]+|[A-Z]\d{2})$/, 'must be a collection such as 2026.acl'))
    .default([]),
  /** Collections of this year and later. Without it: of last year and later. */
  fromYear: z.number().int().min(1950).max(2100).optional(),
});
type Options = z.infer<typeof Options>;

const Kept = z.object({
  /** Of the listing of which every file was read, for the collections that were wanted then. */
  listing: z.object({ etag: z.string(), wanted: z.string() }).nullable().catch(null),
  /** Which content of each file was read. */
  files: z.record(z.string(), z.string()),
});
type Kept = z.infer<typeof Kept>;

/**
 * The ACL Anthology's own data: the XML files of its repository, from which its site is built, with abstracts, ORCIDs,
 * awards and retractions. Once a day it is asked in one small request which of them changed, and those alone are read;
 * the site's exports (`anthology+abstracts.bib.gz`) would have to be fetched whole every time.
 * Source: https://aclanthology.org/faq/api/
 */
export const aclAnthology = defineSource<Options>({
  name: 'acl',
  title: 'ACL Anthology',
  about: 'Papers of computational linguistics: ACL, EMNLP, NAACL, TACL and hundreds of workshops.',
  licence: 'CC BY 4.0 (from 2016 on; CC BY-NC-SA 3.0 before)',
  etiquette: {
    scope: 'acl-anthology',
    interval: 2000,
    perDay: null,
    rule: 'GitHub gives 60 listings an hour without an account; for files it states no number. One request in two seconds.',
    terms: 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api',
  },
  options: Options,
  nextRun: (after) => nextDailyRun(after, 5, 50),
  gather,
});

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const { options, http, signal } = run;
  const kept: Kept = Kept.safeParse(run.cursor).data ?? { listing: null, files: {} };
  const fromYear = options.fromYear ?? run.now().getUTCFullYear() - 1;
  const wanted = JSON.stringify([fromYear, options.collections]);
  const etag = kept.listing?.wanted === wanted ? kept.listing.etag : null;
  const listing = await askForListing(http, options.listingUrl, etag);
  if (listing === 'unchanged') return;
  const changed = [...listing.files]
    .filter(([name, sha]) => isWanted(name, options.collections, fromYear) && kept.files[name] !== sha)
    // Newest first: what is of the day comes before what is made up for.
    .sort(([a], [b]) => yearOf(b) - yearOf(a) || (a < b ? -1 : 1));
  let { files } = kept;
  let whole = true;
  const progress = { done: 0, total: null, unit: 'records' as const };
  const step = (items: readonly ReadItem[], cursor: Kept): Step => {
    progress.done += items.length;
    return { items, cursor: { ...cursor }, progress: { ...progress } };
  };
  for (const [name, sha] of changed) {
    if (signal.aborted) return;
    /** The last batch is held back, so that it comes with the news that its file was read. */
    let held: ReadItem[] = [];
    try {
      for await (const items of readCollection(http, `${options.baseUrl.replace(/\/$/, '')}/${name}.xml`)) {
        if (held.length > 0) yield step(held, { listing: null, files });
        held = items;
      }
      files = { ...files, [name]: sha };
    } catch (error) {
      // A broken file, or one that went away since the listing, must not cost the others.
      if (!(error instanceof SourceError) || (error.failure !== 'content' && error.status !== 404))
        throw error;
      whole = false;
      held = [...held, refused('acl', `${name}.xml`, null, error.message, error.hint)];
    }
    yield step(held, { listing: null, files });
  }
  const known = whole && listing.etag !== null ? { etag: listing.etag, wanted } : null;
  if (known !== null || changed.length === 0) yield step([], { listing: known, files });
}

function isWanted(name: string, collections: readonly string[], fromYear: number): boolean {
  return collections.length > 0 ? collections.includes(name) : yearOf(name) >= fromYear;
}

/** `2026.acl` → 2026; `P19` → 2019, and what is numbered from 60 on is of the last century. */
function yearOf(collection: string): number {
  if (collection.includes('.')) return Number(collection.slice(0, 4));
  const short = Number(collection.slice(1));
  return short >= 60 ? 1900 + short : 2000 + short;
}
