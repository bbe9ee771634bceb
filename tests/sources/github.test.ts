import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { github, SourceError, type Cursor, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { githubService, type GitHubContent } from '../replay/github.ts';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay, type Service } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { askingBook, bookOf, runAsking, type AskingBook, type KnownPaper } from './asking.ts';
import type { RunSetting } from './run-source.ts';

const recorded = JSON.parse(
  await readFile(new URL('../fixtures/sources/github-repository.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const withStars = (stars: unknown, more: object = {}) => ({ ...recorded, stargazers_count: stars, ...more });

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let baseUrl: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-10-15T12:15:00Z');
  replay = await startReplay({ clock });
  open({ repositories: { 'octocat/Hello-World': recorded } });
});
afterEach(() => replay.close());

/** Opens a GitHub with a whole allowance. */
function open(shown: GitHubContent) {
  baseUrl = replay.service('github', githubService(shown));
}

function paper(paperId: number, ...code: string[]): KnownPaper {
  const value = `2610.${String(paperId).padStart(5, '0')}`;
  return { paperId, title: `Paper ${paperId}`, names: [{ scheme: 'arxiv', value }], code };
}

function run(book: AskingBook, { options, ...rest }: Partial<RunSetting> = {}) {
  return runAsking(github, book, { store, clock, options: { baseUrl, ...(options as object) }, ...rest });
}

const records = (steps: readonly Step[]) =>
  steps.flatMap(({ items }) => items).flatMap((item) => (item.ok ? [item.record] : []));
const statuses = () => replay.log.map(({ status }) => status);

describe('the stars of a paper’s code', () => {
  it('come as a link and as a snapshot of the day, under the paper’s own name and title', async () => {
    const address = 'https://github.com/octocat/hello-world/tree/main/paper';
    const book = askingBook([paper(1, address)]);
    const { steps, error } = await run(book);
    expect(error).toBeNull();
    expect(steps).toMatchObject([
      {
        items: [
          {
            ok: true,
            record: {
              source: 'github',
              key: 'arxiv:2610.00001 octocat/hello-world',
              identities: [{ scheme: 'arxiv', value: '2610.00001', confirmed: true }],
              title: 'Paper 1',
              links: [{ kind: 'code', url: address, stars: 80 }],
              popularity: [{ service: 'github', day: '2026-10-15', upvotes: 80 }],
            },
          },
        ],
        asked: [{ paperId: 1, known: true }],
        progress: { done: 1, total: 1, unit: 'papers' },
      },
    ]);
  });

  it('are asked for once a day, and an unchanged repository is not sent again', async () => {
    const book = askingBook([paper(1, 'https://github.com/octocat/Hello-World')]);
    const first = await run(book);
    clock.moveTo(new Date('2026-10-15T22:15:00Z'));
    expect((await run(book, { cursor: first.cursor })).steps).toEqual([]);
    clock.moveTo(new Date('2026-10-16T12:15:00Z'));
    const second = await run(book, { cursor: first.cursor });
    expect(statuses()).toEqual([200, 304]);
    expect(records(second.steps)).toMatchObject([{ popularity: [{ day: '2026-10-16', upvotes: 80 }] }]);
    open({ repositories: { 'octocat/Hello-World': withStars(95) } });
    clock.moveTo(new Date('2026-10-17T12:15:00Z'));
    const third = await run(book, { cursor: second.cursor });
    expect(records(third.steps)).toMatchObject([{ popularity: [{ day: '2026-10-17', upvotes: 95 }] }]);
    expect(JSON.stringify(third.cursor)).toContain('"stars":95');
  });

  it('with several repositories are those of the one with the most', async () => {
    open({ repositories: { 'a/one': withStars(5), 'a/two': withStars(7) } });
    const code = ['https://github.com/a/one', 'https://github.com/A/One.git', 'https://github.com/a/two'];
    const { steps } = await run(askingBook([paper(1, ...code)]));
    expect(records(steps)).toMatchObject([
      { key: 'arxiv:2610.00001 a/one', popularity: [], links: [{ stars: 5 }] },
      { key: 'arxiv:2610.00001 a/two', popularity: [{ upvotes: 7 }] },
    ]);
    expect(steps).toMatchObject([{ asked: [{ paperId: 1, known: true }] }]);
  });

  it('that moved bring the new address, also when nothing has changed since', async () => {
    open({ repositories: { 'here/now': withStars(3) }, moved: { 'there/then': 'here/now' } });
    const book = askingBook([paper(1, 'https://github.com/there/then')]);
    const first = await run(book);
    expect(first.error).toBeNull();
    clock.moveTo(new Date('2026-10-16T12:15:00Z'));
    const second = await run(book, { cursor: first.cursor });
    expect(statuses()).toEqual([301, 200, 301, 304]);
    for (const { steps } of [first, second]) {
      expect(records(steps)).toMatchObject([
        { links: [{ kind: 'code', url: 'https://github.com/here/now', stars: 3 }] },
      ]);
    }
  });
});

describe('what is not there', () => {
  it('is known not to be, and costs nothing else', async () => {
    open({
      repositories: { 'a/good': withStars(1), 'a/secret': withStars(9, { private: true }) },
      blocked: ['a/blocked'],
    });
    const book = askingBook([
      paper(1, 'https://github.com/a/gone'),
      paper(2, 'https://github.com/a/secret'),
      paper(3, 'https://github.com/a/blocked'),
      paper(4, 'https://github.com/orgs/a'),
      paper(5, 'https://github.com/a'),
      paper(6, 'https://gist.github.com/a/0123'),
      paper(7, 'https://github.com/a/good'),
    ]);
    const { steps, error } = await run(book);
    expect(error).toBeNull();
    expect(Object.fromEntries(book.known)).toEqual({
      1: false,
      2: false,
      3: false,
      4: false,
      5: false,
      6: false,
      7: true,
    });
    expect(records(steps).map(({ title }) => title)).toEqual(['Paper 7']);
    expect(replay.log).toHaveLength(4);
  });

  it('for everything is a locked door: the run ends, and what was asked stands', async () => {
    open({ repositories: {}, blocked: ['a/one', 'a/two', 'a/three'] });
    const book = askingBook([
      paper(1, 'https://github.com/a/one'),
      paper(2, 'https://github.com/a/two'),
      paper(3, 'https://github.com/a/three'),
    ]);
    const { error } = await run(book);
    expect(error).toMatchObject({ failure: 'status', status: 403 });
    expect(Object.fromEntries(book.known)).toEqual({ 1: false });
  });

  it.each([
    ['no stars', withStars('many')],
    ['a list', []],
  ])('%s in the answer is told', async (_, answer) => {
    const broken: Service = () => ({ type: 'application/json', body: JSON.stringify(answer) });
    baseUrl = replay.service('broken', broken);
    const { error } = await run(askingBook([paper(1, 'https://github.com/a/one')]));
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ failure: 'content', message: expect.stringContaining('a/one') });
  });
});

describe('the allowance', () => {
  const many = Array.from({ length: 70 }, (_, index) => paper(index + 1, `https://github.com/a/r${index}`));
  const repositories = Object.fromEntries(many.map((_, index) => [`a/r${index}`, withStars(index)]));

  it('without a token is 60 an hour: a run asks about 50, a minute apart', async () => {
    open({ repositories });
    const book = askingBook(many);
    const { steps, error } = await run(book);
    expect(error).toBeNull();
    expect(steps.map(({ asked = [] }) => asked.length)).toEqual([25, 25]);
    expect(politeness(replay.log, 'github').closest).toBeGreaterThanOrEqual(60_000);
    expect(clock.now() < github.nextRun(new Date('2026-10-15T12:15:00Z'), {} as never)).toBe(true);
    await run(book);
    expect(book.known.size).toBe(70);
  });

  it('with a token is larger, and the token goes to GitHub alone', async () => {
    open({ repositories, token: 'good' });
    const book = askingBook(many);
    const { error } = await run(book, { options: { token: 'good' } });
    expect(error).toBeNull();
    expect(book.known.size).toBe(70);
    const { closest } = politeness(replay.log, 'github');
    expect([closest >= 1000, closest < 2000]).toEqual([true, true]);
  });

  it('that is spent is waited for until it is given again', async () => {
    open({ repositories: { 'a/r0': withStars(1) }, allowance: 0 });
    const spent = githubService({ repositories: {}, allowance: 0 });
    const whole = githubService({ repositories: { 'a/r0': withStars(1) } });
    baseUrl = replay.service('spent', (request) =>
      request.now < new Date('2026-10-15T13:00:00Z') ? spent(request) : whole(request),
    );
    const { steps, error } = await run(askingBook(many.slice(0, 1)));
    expect(error).toBeNull();
    expect(statuses()).toEqual([403, 200]);
    expect(records(steps)).toHaveLength(1);
  });

  it('of a wrong token is told without the token', async () => {
    open({ repositories, token: 'good' });
    const { error } = await run(askingBook(many), { options: { token: 'bad-token' } });
    expect(error).toMatchObject({ failure: 'status', status: 401, hint: expect.stringContaining('key') });
    expect(JSON.stringify([String(error), (error as SourceError).hint])).not.toContain('bad-token');
  });
});

describe('what is remembered', () => {
  it('is bounded: the repositories that were asked for longest ago are forgotten', async () => {
    const cursor = {
      repositories: Array.from({ length: 1000 }, (_, index) => {
        const name = `some-owner-${index}/a-repository-with-a-long-name-${index}`;
        return { asked: name, name, stars: index, etag: `W/"${'0'.repeat(64)}"` };
      }),
    };
    open({
      repositories: { 'a/new': withStars(1), 'some-owner-1/a-repository-with-a-long-name-1': recorded },
    });
    const code = ['https://github.com/a/new', `https://github.com/${cursor.repositories[1]?.name}`];
    const { cursor: next, error } = await run(askingBook([paper(1, ...code)]), { cursor });
    expect(error).toBeNull();
    const kept = (next as typeof cursor).repositories.map(({ name }) => name);
    expect(kept).toHaveLength(1000);
    expect(kept.slice(-2)).toEqual(['a/new', cursor.repositories[1]?.name]);
    expect(kept[0]).toBe(cursor.repositories[2]?.name);
    expect(JSON.stringify(next).length).toBeLessThan(250_000);
  });

  it('is forgotten where it cannot be read', async () => {
    const cursor: Cursor = { repositories: [{ asked: 'a', name: '../..', stars: -1, etag: '' }] };
    const book = askingBook([paper(1, 'https://github.com/octocat/Hello-World')]);
    const { error, steps } = await run(book, { cursor });
    expect(error).toBeNull();
    expect(records(steps)).toHaveLength(1);
  });
});

it('joins the paper in the store by its name, and never speaks for its title', async () => {
  const papers = await openTestStore();
  try {
    const options = { kind: 'import', origin: 'test' } as const;
    const say = (title: string, source: string) =>
      ingest(
        papers,
        [
          {
            ok: true,
            position: '1',
            record: {
              source,
              key: '2610.00001',
              identities: [{ scheme: 'arxiv', value: '2610.00001' }],
              title,
              links: [{ kind: 'code', url: 'https://github.com/octocat/Hello-World', stars: 2 }],
            },
          },
        ],
        options,
      );
    await say('Paper 1', 'page');
    const take = async ({ items }: Step) => void (await ingest(papers, items, options));
    const book = bookOf(papers, 'github');
    const { error, steps } = await run(book, { take });
    expect(error).toBeNull();
    expect(steps).toMatchObject([{ asked: [{ known: true }] }]);
    expect((await run(book)).steps).toEqual([]);
    await say('Paper 1, corrected', 'page');
    expect(await papers.query('select title, links from papers')).toEqual([
      {
        title: 'Paper 1, corrected',
        links: [{ kind: 'code', url: 'https://github.com/octocat/Hello-World', stars: 80 }],
      },
    ]);
    expect(await papers.query('select source, day, upvotes from popularity')).toEqual([
      { source: 'github', day: '2026-10-15', upvotes: 80 },
    ]);
    expect(await papers.query('select reason from rejects')).toEqual([]);
  } finally {
    await papers.close();
  }
});
