import { addDays, newYorkClock } from '@broadsheet/papers';
import { z } from 'zod';
import { nextDailyRun } from '../every-day.ts';
import { askForPapers, mostIds } from '../semantic-scholar/ask-batch.ts';
import { readPaper } from '../semantic-scholar/paper.ts';
import { defineSource, type Etiquette, type Run, type Step } from '../source.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.semanticscholar.org'),
  /** Free at https://www.semanticscholar.org/product/api. It brings a share of one's own. */
  apiKey: z.string().min(1).max(200).optional(),
});
type Options = z.infer<typeof Options>;

/** Days for which a paper is young: its citations are still few, and what the service knows about it changes. */
const youth = 90;
/** Days after which a young paper is asked about again, and any other. */
const again = { young: 7, old: 60 };

/**
 * Without a key everybody shares one allowance and most of it is used; 100 requests in five minutes is what was given to
 * one address before that. With up to 500 papers in a request, three seconds are quick enough.
 */
const etiquette: Etiquette = {
  scope: 'semantic-scholar',
  interval: 3000,
  perDay: null,
  rule: 'One request a second with a key. Without one, a share of what all keyless programs have together.',
  terms: 'https://www.semanticscholar.org/product/api',
};

/**
 * What Semantic Scholar knows about papers that are here: citations, a sentence made by machine, a free copy, the DOI of
 * the article that a preprint became. It brings no papers of its own.
 * Source: https://api.semanticscholar.org/api-docs/graph
 */
export const semanticScholar = defineSource<Options>({
  name: 'semantic-scholar',
  title: 'Semantic Scholar',
  about: 'Citations, one-sentence summaries, free copies and DOIs of known papers.',
  licence:
    'ODC-BY-1.0; attribution: The Semantic Scholar Open Data Platform, https://arxiv.org/abs/2301.10140',
  etiquette,
  // A tenth more than the second: requests sent a second apart may come in closer.
  etiquetteFor: ({ apiKey }) => (apiKey === undefined ? etiquette : { ...etiquette, interval: 1100 }),
  options: Options,
  // When it is night where the service and most of its users are.
  nextRun: (after) => nextDailyRun(after, 7, 20),
  gather,
});

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const now = run.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const asked = new Set<number>();
  const progress = { done: 0, total: null, unit: 'papers' as const };
  for (const wish of [
    { before: daysAgo(again.young), announcedSince: addDays(newYorkClock(now).day, -youth) },
    { before: daysAgo(again.old) },
  ]) {
    for (const scheme of ['arxiv', 'doi'] as const) {
      while (!run.signal.aborted) {
        const given = await run.papersToAsk({ scheme, ...wish, limit: mostIds });
        const papers = given.filter(({ paperId }) => !asked.has(paperId));
        if (papers.length === 0) break;
        const prefix = scheme === 'arxiv' ? 'ARXIV' : 'DOI';
        const answers = await askForPapers(
          run.http,
          run.options,
          papers.map(({ value }) => `${prefix}:${value}`),
        );
        for (const { paperId } of papers) asked.add(paperId);
        progress.done = asked.size;
        yield {
          items: papers.flatMap((paper, index) =>
            answers[index] === null ? [] : [readPaper(scheme, paper, answers[index])],
          ),
          cursor: run.cursor,
          progress: { ...progress },
          asked: papers.map(({ paperId }, index) => ({ paperId, known: answers[index] !== null })),
        };
      }
    }
  }
}
