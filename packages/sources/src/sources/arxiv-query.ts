import { addDays, newYorkClock, newYorkInstant } from '@broadsheet/papers';
import { z } from 'zod';
import { askAndRead } from '../arxiv/ask-and-read.ts';
import { arxivEtiquette, arxivLicence } from '../arxiv/etiquette.ts';
import { readQueryPage } from '../arxiv/query-page.ts';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type PaperToAsk, type Run, type Step } from '../source.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://export.arxiv.org/api/query'),
  /** Requests in a run at most, each for up to 100 papers. */
  requests: z.number().int().min(1).max(20).default(3),
});
type Options = z.infer<typeof Options>;

/** arXiv allows 2,000; fewer keep an address short and an answer quick. */
const idsInRequest = 100;
const askAgainAfterDays = 30;

/** arXiv's other roads, and this one: who came by them needs no look-up. */
const ownWords = ['arxiv-oai', 'arxiv-api', 'arxiv', 'arxiv-feed'];

/**
 * arXiv's query API, for single look-ups only: it fills in papers that came by other roads (a page, a list of ids, Hugging
 * Face) and of which arXiv itself has not told yet. The daily flow comes by feeds and OAI-PMH; this service is the first to be overloaded. Its records are named
 * `arxiv-api`, as those of files that were saved from it.
 * Source: https://info.arxiv.org/help/api/user-manual.html
 */
export const arxivQuery = defineSource<Options>({
  name: 'arxiv-query',
  title: 'arXiv (query API)',
  about: 'Looks up single papers that came by another road with an arXiv id, to fill them in.',
  licence: arxivLicence,
  etiquette: arxivEtiquette,
  options: Options,
  nextRun,
  gather,
});

/** Once a day, at 06:00 in New York, between arXiv's busy hours: it answers the same all day. */
function nextRun(after: Date): Date {
  const { day } = newYorkClock(after);
  const today = newYorkInstant(day, 6, 0);
  return today > after ? today : newYorkInstant(addDays(day, 1), 6, 0);
}

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const { options, signal } = run;
  const papers = await run.papersToAsk({
    scheme: 'arxiv',
    before: new Date(run.now().getTime() - askAgainAfterDays * 86_400_000),
    limit: options.requests * idsInRequest,
    untoldBy: ownWords,
  });
  let waiting: readonly PaperToAsk[] = papers;
  for (let requests = 0; requests < options.requests && waiting.length > 0 && !signal.aborted; requests++) {
    const batch = waiting.slice(0, idsInRequest);
    const { items, found, error } = await ask(run, batch);
    const asked = error === null ? batch : [refused(batch, error)];
    waiting = waiting.filter((paper) => !asked.includes(paper));
    yield {
      items,
      cursor: run.cursor,
      progress: { done: papers.length - waiting.length, total: papers.length, unit: 'papers' },
      asked: asked.map(({ paperId, value }) => ({ paperId, known: found.has(value) })),
    };
  }
}

async function ask({ http, options }: Run<Options>, batch: readonly PaperToAsk[]) {
  const url = new URL(options.baseUrl);
  url.search = new URLSearchParams({
    id_list: batch.map(({ value }) => value).join(','),
    start: '0',
    max_results: String(batch.length),
  }).toString();
  // A wrong id comes with status 400, or with 200: the feed tells.
  return askAndRead(http, url, { expect: 'xml', statuses: [400] }, readQueryPage);
}

/**
 * The paper whose id arXiv calls wrong: one such id spoils the answer for all that were asked with it.
 * @throws SourceError where the error is another.
 */
function refused(batch: readonly PaperToAsk[], error: string): PaperToAsk {
  const [first] = batch;
  const words = error.split(/[\s,]+/);
  const named = batch.find(({ value }) => words.includes(value)) ?? (batch.length === 1 ? first : undefined);
  if (named !== undefined && words.includes('id')) return named;
  throw new SourceError(
    'content',
    `arXiv’s query API answered with an error: ${error}`,
    'The next run asks again. If it stays, look at https://info.arxiv.org/help/api/user-manual.html.',
  );
}
