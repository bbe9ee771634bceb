import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { openreview, SourceError, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReviewService, type OpenReviewContent } from '../replay/openreview.ts';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { keysIn, runSource, type RunSetting } from './run-source.ts';

type Note = Record<string, unknown>;

const recorded = JSON.parse(
  await readFile(new URL('../fixtures/sources/openreview-notes.json', import.meta.url), 'utf8'),
) as [Note, Note, Note, Note, Note, Note];
const [accepted] = recorded;

const venue = 'ICLR.cc/2024/Conference';
const account = { username: 'me@example.org', password: 'correct horse' };

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let content: OpenReviewContent;
let baseUrl: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-10-15T08:05:00Z');
  replay = await startReplay({ clock });
  open({ notes: recorded, account });
});
afterEach(() => replay.close());

function open(shown: OpenReviewContent) {
  content = shown;
  baseUrl = replay.service('openreview', openReviewService(shown));
}

function run({ options, ...rest }: Partial<RunSetting> = {}) {
  return runSource(openreview, {
    store,
    clock,
    options: { baseUrl, venues: [venue], ...account, ...(options as object) },
    ...rest,
  });
}

/** What is made of one note. */
async function read(note: Note, at = venue) {
  await store.query('delete from request_turns');
  open({ ...content, notes: [note] });
  const { steps, error } = await run({ options: { venues: [at] } });
  expect(error).toBeNull();
  const [item] = steps.flatMap(({ items }) => items);
  return item?.ok ? item.record : item?.reject;
}

const withContent = (note: Note, more: Note): Note => ({
  ...note,
  content: {
    ...(note['content'] as Note),
    ...Object.fromEntries(Object.entries(more).map(([field, value]) => [field, { value }])),
  },
});

const records = (steps: readonly Step[]) =>
  steps.flatMap(({ items }) => items).flatMap((item) => (item.ok ? [item.record] : []));
const asked = () =>
  replay.log
    .filter(({ path }) => path.includes('/notes'))
    .map(({ path }) => Object.fromEntries(new URLSearchParams(path.split('?')[1])));

/** Accepted papers by number; each was changed on its own day of 2026. */
function manyNotes(count: number): Note[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `paper${String(index).padStart(5, '0')}`;
    const changed = Date.UTC(2026, 0, 1) + index * 86_400_000;
    return { ...accepted, id, forum: id, number: index + 1, tmdate: changed, details: { replies: [] } };
  });
}

describe('a venue', () => {
  it('brings what was accepted, with decision, ratings and confidence', async () => {
    const { steps, error } = await run();
    expect(error).toBeNull();
    expect(records(steps)).toMatchObject([
      {
        source: 'openreview',
        key: 'rhgIgTSSxW',
        statedAt: '2024-04-21T04:02:54.575Z',
        identities: [{ scheme: 'openreview', value: 'rhgIgTSSxW', confirmed: true }],
        title: 'Deep Learning Meets Its Neighbours',
        authors: [{ name: 'Ada Lovelace', user: '~Ada_Lovelace1' }, { name: 'Émilie du Châtelet' }],
        venue: 'ICLR 2024 poster',
        published: { value: '2023-10', precision: 'month' },
        license: 'CC BY 4.0',
        summary: 'Look at the neighbours.',
        links: [
          { kind: 'page', url: 'https://openreview.net/forum?id=rhgIgTSSxW' },
          { kind: 'pdf', url: expect.stringMatching(/^https:\/\/openreview\.net\/pdf\/.*\.pdf$/) },
        ],
        withdrawn: false,
        // Neither the private review nor the deleted one counts.
        reviews: { decision: 'Accept (poster)', count: 2, rating: 6.5, confidence: 3.5 },
      },
      {
        key: 'oiMjaUbSWp',
        venue: 'ICLR 2024 oral',
        authors: [{ name: 'Ada Lovelace', user: '~Ada_Lovelace1' }, { name: 'Émilie du Châtelet' }],
        links: [
          { kind: 'page' },
          { kind: 'pdf' },
          { kind: 'code', url: 'https://github.com/example/numbers' },
        ],
        reviews: { count: 2, rating: 3.5, confidence: 3 },
      },
    ]);
    expect(asked()).toEqual([
      {
        'content.venueid': venue,
        details: 'directReplies',
        limit: '100',
        offset: '0',
        sort: 'number:asc',
      },
    ]);
  });

  it('passes over what is not for everybody, or deleted, without a word', async () => {
    const { steps } = await run();
    const said = JSON.stringify(steps);
    expect(said).not.toContain('Not for Everybody');
    expect(said).not.toContain('Deleted');
    expect(said).not.toContain('emilie@example.org');
    // The one reject is the note without a title.
    expect(steps.flatMap(({ items }) => items).filter(({ ok }) => !ok)).toMatchObject([
      { reject: { field: 'content.title', position: `${venue} note 5` } },
    ]);
  });

  it('names no venue for what was not accepted, or is not decided', async () => {
    const rejected = recorded[4];
    expect(await read(rejected, `${venue}/Rejected_Submission`)).toMatchObject({
      title: 'Not Accepted',
      reviews: { decision: 'Reject', count: 0 },
    });
    for (const [words, id = venue] of [
      ['Submitted to ICLR 2024', `${venue}/Rejected_Submission`],
      ['ICLR 2024 Conference Withdrawn Submission', `${venue}/Withdrawn_Submission`],
      ['ICLR 2024 Conference', `${venue}/Submission`],
      ['ICML 2025 Submitted'],
      ['Under review for TMLR'],
      ['Decision pending for TMLR'],
    ] as const) {
      const record = await read(withContent(accepted, { venue: words, venueid: id }), id);
      expect(record, words).not.toHaveProperty('venue');
      expect(record, words).toMatchObject({ withdrawn: id.endsWith('Withdrawn_Submission') });
    }
    for (const [words, name] of [
      ['ICML 2025 spotlightposter', 'ICML 2025 spotlightposter'],
      ['Accepted by TMLR', 'TMLR'],
      ['NeurIPS Creative AI Track 2026', 'NeurIPS Creative AI Track 2026'],
    ]) {
      expect(await read(withContent(accepted, { venue: words }))).toMatchObject({ venue: name });
    }
  });

  it('is read page by page with pauses, and a run that was killed goes on behind its last page', async () => {
    open({ notes: manyNotes(250), account });
    let taken = 0;
    const killed = await run({
      take: async () => {
        if (++taken === 3) throw new Error('killed');
      },
    });
    expect(keysIn(killed.steps)).toHaveLength(200);
    expect(killed.steps[0]?.progress).toEqual({ done: 100, total: 250, unit: 'records' });
    const again = await run({ cursor: killed.cursor });
    expect(again.error).toBeNull();
    expect(new Set([...keysIn(killed.steps), ...keysIn(again.steps)]).size).toBe(250);
    expect(asked().map(({ offset }) => offset)).toEqual(['0', '100', '200', '200']);
    expect(politeness(replay.log, 'openreview')).toMatchObject({ together: 1 });
    expect(politeness(replay.log, 'openreview').closest).toBeGreaterThanOrEqual(7200);
  });

  it('is asked for its changes day by day, and read completely every two weeks', async () => {
    const notes = manyNotes(280);
    open({ notes, account });
    const first = await run();
    clock.moveTo(new Date('2026-10-16T08:05:00Z'));
    open({
      notes: [{ ...notes[0], tmdate: Date.parse('2026-10-16T01:00:00Z') }, ...notes.slice(1)],
      account,
    });
    const second = await run({ cursor: first.cursor });
    expect(asked().slice(3)).toMatchObject([{ sort: 'tmdate:desc', offset: '0' }]);
    expect(keysIn(second.steps)).toEqual(['paper00000v0']);
    clock.moveTo(new Date('2026-10-17T08:05:00Z'));
    const third = await run({ cursor: second.cursor });
    expect(keysIn(third.steps)).toEqual([]);
    clock.moveTo(new Date('2026-10-30T08:05:00Z'));
    const fourth = await run({ cursor: third.cursor });
    expect(keysIn(fourth.steps)).toHaveLength(280);
  });

  it('that is not decided yet is empty, and no failure', async () => {
    const { error, steps } = await run({ options: { venues: ['ICLR.cc/2027/Conference'] } });
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual([]);
  });

  it('is none by default, and then nobody is asked', async () => {
    expect((await run({ options: { venues: [] } })).steps).toEqual([]);
    expect(replay.log).toEqual([]);
  });
});

describe('reviews', () => {
  const reviewed = (...contents: Note[]): Note => ({
    ...accepted,
    details: {
      replies: contents.map((values, index) => ({
        id: `review${index}`,
        replyto: accepted['id'],
        readers: ['everyone'],
        invitations: [`${venue}/Submission9502/-/Official_Review`, `${venue}/-/Edit`],
        content: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }])),
      })),
    },
  });

  it.each([
    [[{ rating: 8 }, { rating: '6: weak accept' }], { count: 2, rating: 7 }],
    [[{ overall_recommendation: '3: Weak accept' }], { count: 1, rating: 3 }],
    [[{ overall_assessment: 3.5 }, { overall_assessment: '2.5 = Borderline' }], { count: 2, rating: 3 }],
    [[{ recommendation: '-2: reject' }], { count: 1, rating: -2 }],
    [[{ rating: 'Accept', recommendation: '5: yes' }], { count: 1, rating: 5 }],
    [[{ rating: 1 }, { rating: 1 }, { rating: 2 }], { count: 3, rating: 1.33 }],
    [[{ rating: 5, confidence: '4: confident' }, { confidence: 2 }], { count: 1, rating: 5, confidence: 3 }],
  ])('%j', async (contents, reviews) => {
    expect(await read(reviewed(...contents))).toMatchObject({ reviews });
  });

  it.each([
    [[{ soundness: 3, presentation: 4, contribution: '2: fair' }]],
    [[{ rating: 'Strong accept' }]],
    [[{ rating: null }, { rating: [8] }, { rating: { value: 8 } }]],
    [[{ rating: '2024-01-01' }]],
  ])('%j says nothing', async (contents) => {
    expect(await read(reviewed(...(contents as Note[])))).not.toHaveProperty('reviews');
  });

  it('beyond any scale are left out, and the record stays', async () => {
    expect(await read(reviewed({ rating: 1e9 }))).toMatchObject({ reviews: { count: 1 } });
    expect(await read(reviewed({ rating: 1e9 }))).not.toHaveProperty('reviews.rating');
  });
});

describe('the account', () => {
  it('is logged in once a run, and its token is in no cursor', async () => {
    open({ notes: manyNotes(150), account });
    const { cursor } = await run();
    expect(replay.log.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
      '/openreview/login',
      '/openreview/notes',
      '/openreview/notes',
    ]);
    expect(JSON.stringify(cursor)).not.toContain('token');
  });

  it('is logged in again where the token has run out', async () => {
    open({ notes: manyNotes(150), account });
    let first = true;
    const { error, steps } = await run({
      take: async () => {
        // The service forgets the token.
        if (first) open(content);
        first = false;
      },
    });
    expect(error).toBeNull();
    expect(keysIn(steps)).toHaveLength(150);
    expect(replay.log.map(({ status }) => status)).toEqual([200, 200, 401, 200, 200]);
  });

  it.each(['page', 'status'] as const)('is missing: one is told to set it (%s)', async (refusal) => {
    open({ ...content, refusal });
    const { error } = await run({ options: { username: undefined, password: undefined } });
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ failure: 'status', hint: expect.stringContaining('OPENREVIEW_USERNAME') });
    expect(replay.log).toHaveLength(1);
  });

  it('is wrong: one is told, without the password', async () => {
    const { error } = await run({ options: { password: 'wrong horse' } });
    expect(error).toMatchObject({ failure: 'status', hint: expect.stringContaining('OPENREVIEW_PASSWORD') });
    expect(JSON.stringify([String(error), (error as SourceError).hint])).not.toContain('wrong horse');
  });

  it('goes with its password', () => {
    expect(openreview.options.safeParse({ username: 'me' }).success).toBe(false);
    expect(openreview.options.parse({})).toEqual({ baseUrl: 'https://api2.openreview.net', venues: [] });
    expect(openreview.options.safeParse({ venues: ['ICLR 2026'] }).success).toBe(false);
  });
});

describe('what is broken', () => {
  it('costs only itself', async () => {
    const authors = [null, 7, { fullname: '' }, { username: '~X1' }, 'Ada Lovelace'];
    open({
      notes: [
        withContent(accepted, { keywords: 'a, b; c', authors, pdf: 'javascript:alert(1)', abstract: 7 }),
        { ...accepted, id: 'r1aaaaaaaa' },
        { ...accepted, id: '', forum: '' },
      ],
      account,
    });
    const { steps, error } = await run();
    expect(error).toBeNull();
    expect(records(steps)).toMatchObject([
      {
        authors: [{ name: 'Ada Lovelace' }],
        keywords: ['a', 'b', 'c'],
        abstract: '',
        links: [{ kind: 'page' }],
      },
    ]);
    expect(steps.flatMap(({ items }) => items).filter(({ ok }) => !ok)).toMatchObject([
      { reject: { field: 'forum' } },
      { reject: { field: 'forum' } },
    ]);
  });

  it('is told where the answer is no list, or the same page for ever', async () => {
    const answering = (body: unknown) => (request: { path: string }) => ({
      type: 'application/json',
      body: JSON.stringify(request.path === '/login' ? { token: 't' } : body),
    });
    const none = replay.service('none', answering({ notes: null }));
    expect((await run({ options: { baseUrl: none } })).error).toMatchObject({ failure: 'content' });
    await store.query('delete from request_turns');
    const same = replay.service('same', answering({ notes: manyNotes(100) }));
    expect((await run({ options: { baseUrl: same } })).error).toMatchObject({
      failure: 'content',
      message: expect.stringContaining('same page'),
    });
  });

  it('passes: a service that wants a pause is asked again', async () => {
    replay.faults.plan({ service: 'openreview', fault: 'too-many', retryAfter: 1800, path: /notes/ });
    replay.faults.plan({ service: 'openreview', fault: 'html', path: /notes/ });
    const { error, steps } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toHaveLength(2);
  });
});

it('passes into the store, and moves no arXiv paper to another day', async () => {
  const papers = await openTestStore();
  try {
    const options = { kind: 'import', origin: 'test' } as const;
    const arxiv = {
      source: 'arxiv-oai',
      key: '2307.14338',
      version: 1,
      identities: [
        { scheme: 'arxiv' as const, value: '2307.14338' },
        { scheme: 'openreview' as const, value: 'rhgIgTSSxW' },
      ],
      title: 'Deep learning meets its neighbours',
      published: { value: '2024-01-09T10:00:00.000Z', precision: 'time' as const },
    };
    await ingest(papers, [{ ok: true, position: '1', record: arxiv }], options);
    const take = async ({ items }: Step) => void (await ingest(papers, items, options));
    expect((await run({ take })).error).toBeNull();
    expect(await papers.query('select title, venue, announced_on from papers order by id')).toEqual([
      { title: arxiv.title, venue: 'ICLR 2024 poster', announced_on: '2024-01-09' },
      { title: 'Numbers as Ratings', venue: 'ICLR 2024 oral', announced_on: null },
    ]);
    expect(await papers.query('select field from rejects')).toEqual([{ field: 'content.title' }]);
    const [{ reviews } = {}] = await papers.query<{ reviews: unknown }>(
      `select content -> 'reviews' as reviews from records where source = 'openreview' and key = 'rhgIgTSSxW'`,
    );
    expect(reviews).toEqual({ decision: 'Accept (poster)', count: 2, rating: 6.5, confidence: 3.5 });
  } finally {
    await papers.close();
  }
});
