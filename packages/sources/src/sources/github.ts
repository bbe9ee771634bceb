import { newYorkClock, type ReadItem } from '@broadsheet/papers';
import { z } from 'zod';
import { askForRepository, type Repository } from '../github/ask-repository.ts';
import { readCode, type Found } from '../github/code-record.ts';
import { KnownRepositories } from '../github/known-repositories.ts';
import { repositoryIn } from '../github/repository-name.ts';
import { SourceError } from '../http/source-error.ts';
import { defineSource, type Etiquette, type PaperToAsk, type Run, type Step } from '../source.ts';

const Options = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.github.com'),
  /** A personal access token without any rights is enough: https://github.com/settings/tokens. */
  token: z.string().min(1).max(400).optional(),
});
type Options = z.infer<typeof Options>;

/** A snapshot a day: shorter than a day, so that none falls out when runs are late. */
const again = 20 * 3_600_000;

/** Papers in a run at most. A run is hourly, and one with so many ends before the next. */
const most = { anonymous: 50, withToken: 2000 };

/** Papers that are taken in together. */
const papersInStep = 25;

const etiquette: Etiquette = {
  scope: 'github',
  interval: 61_000,
  perDay: 24 * 60,
  rule: 'Without a token 60 requests an hour, for everybody at one address together; with one 5,000.',
  terms: 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api',
};

/**
 * The stars of papers' code at GitHub, day by day: how fast they grow says more than how many there are. The newest papers
 * come first, so without a token, at 50 an hour, old papers may never be asked about.
 * Source: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export const github = defineSource<Options>({
  name: 'github',
  title: 'GitHub',
  about: 'The stars of known papers’ code, a count a day, and where moved repositories are now.',
  licence: 'Facts; see https://docs.github.com/en/site-policy/github-terms/github-terms-of-service',
  etiquette,
  // 3,600 an hour of 5,000 leaves something to the token's owner, and pauses of a second are what GitHub advises.
  etiquetteFor: ({ token }) =>
    token === undefined ? etiquette : { ...etiquette, interval: 1000, perDay: null },
  options: Options,
  nextRun,
  gather,
});

/** Every hour at 15 minutes past: the allowance is counted by the hour. */
function nextRun(after: Date): Date {
  const next = new Date(after);
  next.setUTCMinutes(15, 0, 0);
  if (next <= after) next.setUTCHours(next.getUTCHours() + 1);
  return next;
}

async function* gather(run: Run<Options>): AsyncGenerator<Step> {
  const { options, signal } = run;
  const known = new KnownRepositories(run.cursor);
  const papers = byPaper(
    await run.codeToAsk({
      host: 'github.com',
      before: new Date(run.now().getTime() - again),
      limit: options.token === undefined ? most.anonymous : most.withToken,
    }),
  );
  const ask = asker(run, known);
  let items: ReadItem[] = [];
  let asked: { paperId: number; known: boolean }[] = [];
  for (const [index, [paperId, code]] of papers.entries()) {
    const found: Found[] = [];
    try {
      for (const paper of code) {
        const repository = await ask(paper.value);
        if (repository !== null) found.push({ paper, repository });
      }
    } catch (error) {
      if (asked.length > 0) yield { items, cursor: known.toCursor(), asked };
      throw error;
    }
    items.push(...readCode(found, newYorkClock(run.now()).day));
    asked.push({ paperId, known: found.length > 0 });
    const isLast = index + 1 === papers.length || signal.aborted;
    if (asked.length < papersInStep && !isLast) continue;
    yield {
      items,
      cursor: known.toCursor(),
      asked,
      progress: { done: index + 1, total: papers.length, unit: 'papers' },
    };
    if (isLast) return;
    items = [];
    asked = [];
  }
}

/**
 * Asks for the repository at an address. GitHub answers 403 for a single repository that its staff has
 * blocked, and for everything when it has locked us out: the second one in a row ends the run.
 */
function asker({ http, options }: Run<Options>, known: KnownRepositories) {
  let isRefused = false;
  return async (address: string): Promise<Repository | null> => {
    const name = repositoryIn(address);
    if (name === null) return null;
    try {
      const repository = await askForRepository(http, options, name, known.get(name));
      known.set(name, repository);
      isRefused = false;
      return repository;
    } catch (error) {
      const isBlocked = error instanceof SourceError && error.status === 403 && error.retryAt === null;
      if (!isBlocked || isRefused) throw error;
      isRefused = true;
      return null;
    }
  };
}

/** The repositories of each paper, each once, papers in the order in which they came. */
function byPaper(code: readonly PaperToAsk[]): (readonly [number, PaperToAsk[]])[] {
  const papers = new Map<number, Map<string, PaperToAsk>>();
  for (const paper of code) {
    const repositories = papers.get(paper.paperId) ?? new Map<string, PaperToAsk>();
    const name = repositoryIn(paper.value)?.toLowerCase() ?? '';
    if (!repositories.has(name)) repositories.set(name, paper);
    papers.set(paper.paperId, repositories);
  }
  return [...papers].map(([paperId, repositories]) => [paperId, [...repositories.values()]]);
}
