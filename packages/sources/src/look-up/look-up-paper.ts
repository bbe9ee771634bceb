import type { ParsedIdentity, ReadItem, Store } from '@broadsheet/papers';
import { createHttpClient, type ClientOptions, type PoliteClient } from '../http/polite-client.ts';
import { SourceError } from '../http/source-error.ts';
import type { Etiquette, Source } from '../source.ts';
import { arxivQuery } from '../sources/arxiv-query.ts';
import { crossref } from '../sources/crossref.ts';
import { openreview } from '../sources/openreview.ts';
import { lookUpAtArxiv } from './look-up-at-arxiv.ts';
import { lookUpAtCrossref } from './look-up-at-crossref.ts';
import { lookUpAtOpenreview } from './look-up-at-openreview.ts';
import { lookUpOnPage } from './look-up-on-page.ts';

export interface LookUpAccess {
  /** Where requests take their turns, together with every other process. */
  store: Pick<Store, 'query'>;
  /** See `userAgent`. */
  userAgent: string;
  /** What the operator has set for a source, by its name; undefined for its defaults. */
  optionsOf: (source: string) => unknown;
  /** Ends it: somebody waits, and not for ever. */
  signal: AbortSignal;
  /** How services are reached, and how pages that somebody names are: those never on this machine, but in tests. */
  http?: Partial<Pick<ClientOptions, 'allowLoopback' | 'retries' | 'timeouts' | 'resolve'>>;
  pageHttp?: LookUpAccess['http'];
}

/** Whom somebody waits for is asked twice, and no longer than a page takes. */
const impatient = {
  retries: { tries: 2, firstPause: 500, patience: 8_000 },
  timeouts: { connect: 5_000, headers: 10_000, idle: 5_000, total: 15_000 },
} satisfies LookUpAccess['http'];

/**
 * Asks who knows one paper by its name: arXiv for its ids, Crossref for DOIs (and where that has none, the page to which the DOI
 * leads), OpenReview and the ACL Anthology for theirs, and for any other address the page itself, by what it says in its meta tags. A
 * page that names an arXiv id or a DOI is only a way to them: it is not believed that it speaks of another paper than its own.
 * @returns One item, good or bad; null where nobody knows the paper.
 * @throws SourceError where a service does not answer; `aborted` where it took too long.
 */
export async function lookUpPaper(name: ParsedIdentity, access: LookUpAccess): Promise<ReadItem | null> {
  switch (name.scheme) {
    case 'arxiv':
    case 'hf':
      return atSource(arxivQuery, access, (http, options) => lookUpAtArxiv(http, options, name.value));
    case 'doi':
      return (
        (await atSource(crossref, access, (http, options) => lookUpAtCrossref(http, options, name.value))) ??
        onPage(`https://doi.org/${encodeURI(name.value)}`, name, access)
      );
    case 'openreview':
      return lookUpOpenreview(name, access);
    case 'acl':
      return onPage(`https://aclanthology.org/${name.value}/`, name, access);
    case 'url':
      return lookUpAddress(name, access);
  }
}

/** Without an account OpenReview's service answers nobody, and its pages sometimes do. */
async function lookUpOpenreview(name: ParsedIdentity, access: LookUpAccess): Promise<ReadItem | null> {
  try {
    return await atSource(openreview, access, (http, options) =>
      lookUpAtOpenreview(http, options, name.value),
    );
  } catch (error) {
    if (!(error instanceof SourceError) || error.failure !== 'status') throw error;
    const found = await onPage(
      `https://openreview.net/forum?id=${encodeURIComponent(name.value)}`,
      name,
      access,
    ).catch(() => null);
    if (found?.ok !== true) throw error;
    return found;
  }
}

async function lookUpAddress(name: ParsedIdentity, access: LookUpAccess): Promise<ReadItem | null> {
  const page = await onPage(name.value, name, access);
  if (page?.ok !== true) return page;
  const better = page.record.identities.find(({ scheme }) => scheme === 'arxiv' || scheme === 'doi');
  if (better === undefined) return page;
  try {
    return (await lookUpPaper({ scheme: better.scheme, value: better.value }, access)) ?? page;
  } catch (error) {
    if (!(error instanceof SourceError) || error.failure === 'aborted') throw error;
    return page;
  }
}

async function onPage(address: string, name: ParsedIdentity, access: LookUpAccess): Promise<ReadItem | null> {
  const etiquette: Etiquette = {
    // A host that keeps us waiting holds up nobody but those who want its pages.
    scope: `page ${new URL(address).hostname}`.slice(0, 200),
    interval: 2000,
    perDay: null,
    rule: 'One page every two seconds, when somebody names it.',
    terms: address,
  };
  return withClient(etiquette, { ...access, http: { allowLoopback: false, ...access.pageHttp } }, (http) =>
    lookUpOnPage(http, address, name),
  );
}

function atSource<Options>(
  source: Source<Options>,
  access: LookUpAccess,
  ask: (http: PoliteClient, options: Options) => Promise<ReadItem | null>,
): Promise<ReadItem | null> {
  const options = source.options.parse(access.optionsOf(source.name) ?? {});
  return withClient(source.etiquetteFor?.(options) ?? source.etiquette, access, (http) => ask(http, options));
}

async function withClient(
  etiquette: Etiquette,
  { store, userAgent, signal, http: network = {} }: LookUpAccess,
  ask: (http: PoliteClient) => Promise<ReadItem | null>,
): Promise<ReadItem | null> {
  const http = createHttpClient({ store, etiquette, userAgent, signal, ...impatient, ...network });
  try {
    return await ask(http);
  } finally {
    await http.close();
  }
}
