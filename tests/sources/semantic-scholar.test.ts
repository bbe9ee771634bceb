import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { semanticScholar, SourceError, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { semanticScholarService, type SemanticScholarContent } from '../replay/semantic-scholar.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { askingBook, bookOf, runAsking, type AskingBook, type KnownPaper } from './asking.ts';
import type { RunSetting } from './run-source.ts';

type Answer = Record<string, unknown>;

const recorded = JSON.parse(
  await readFile(new URL('../fixtures/sources/semantic-scholar-papers.json', import.meta.url), 'utf8'),
) as Record<'ARXIV:1402.0030' | 'DOI:10.2139/ssrn.288970', Answer>;
const inference = recorded['ARXIV:1402.0030'];

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let content: SemanticScholarContent;
let baseUrl: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-10-15T07:20:00Z');
  replay = await startReplay({ clock });
  content = { papers: recorded };
  baseUrl = replay.service('semantic-scholar', (request) => semanticScholarService(content)(request));
});
afterEach(() => replay.close());

const mnih: KnownPaper = {
  paperId: 1,
  title: 'Neural Variational Inference and Learning in Belief Networks',
  announcedOn: '2014-02-02',
  names: [{ scheme: 'arxiv', value: '1402.0030' }],
};
const duflo: KnownPaper = {
  paperId: 2,
  title: 'How much should we trust differences-in-differences estimates?',
  names: [{ scheme: 'doi', value: '10.2139/ssrn.288970' }],
};
const fresh: KnownPaper = {
  paperId: 3,
  title: 'Of Yesterday',
  announcedOn: '2026-10-14',
  names: [{ scheme: 'arxiv', value: '2610.00001' }],
};

function run(book: AskingBook, { options, ...rest }: Partial<RunSetting> = {}) {
  return runAsking(semanticScholar, book, {
    store,
    clock,
    options: { baseUrl, ...(options as object) },
    ...rest,
  });
}

/** Asks about one arXiv paper to which the service answers this. */
async function answerTo(answer: Answer, paper: KnownPaper = mnih) {
  content = { papers: { 'ARXIV:1402.0030': answer } };
  const { steps, error } = await run(askingBook([paper]));
  expect(error).toBeNull();
  const [item] = itemsOf(steps);
  return item?.ok ? item.record : item?.reject;
}

const itemsOf = (steps: readonly Step[]) => steps.flatMap(({ items }) => items);

describe('a batch', () => {
  it('brings citations, a sentence, a free copy and the year, under the name that was asked for', async () => {
    const book = askingBook([mnih, duflo, fresh]);
    const { steps, error, cursor } = await run(book);
    expect(error).toBeNull();
    expect(cursor).toBeNull();
    expect(itemsOf(steps)).toMatchObject([
      {
        ok: true,
        position: 'arxiv 1402.0030',
        record: {
          source: 'semantic-scholar',
          key: 'arxiv:1402.0030',
          identities: [{ scheme: 'arxiv', value: '1402.0030', confirmed: true }],
          venue: 'International Conference on Machine Learning',
          published: { value: '2014', precision: 'year' },
          citations: 707,
          summary: expect.stringContaining('non-iterative'),
          links: [{ kind: 'pdf', url: 'http://arxiv.org/pdf/1402.0030' }],
          authors: [{ name: 'A. Mnih' }, { name: 'Karol Gregor' }],
        },
      },
      { ok: true, record: { key: 'doi:10.2139/ssrn.288970', citations: 10_670 } },
    ]);
    expect(Object.fromEntries(book.known)).toEqual({ 1: true, 2: true, 3: false });
    const { closest, together } = politeness(replay.log, 'semantic-scholar');
    expect([closest >= 3000, together]).toEqual([true, 1]);
  });

  it('holds 500 papers at most, and each is asked about once', async () => {
    const papers = Array.from({ length: 1001 }, (_, index) => ({
      paperId: index + 1,
      title: `Paper ${index}`,
      names: [{ scheme: 'arxiv' as const, value: `2401.${String(index + 1).padStart(5, '0')}` }],
    }));
    content = { papers: { 'ARXIV:2401.00001': inference } };
    const book = askingBook(papers);
    const { steps, error } = await run(book);
    expect(error).toBeNull();
    expect(steps.map(({ asked = [] }) => asked.length)).toEqual([500, 500, 1]);
    expect(steps.at(-1)?.progress).toEqual({ done: 1001, total: null, unit: 'papers' });
    expect(book.known.size).toBe(1001);
  });

  it('comes in halves where the answer would be too large', async () => {
    const ids = ['1402.0030', '2401.00002', '2401.00003'];
    const papers = ids.map((value, index) => ({
      ...mnih,
      paperId: index + 1,
      names: [{ scheme: 'arxiv' as const, value }],
    }));
    content = { papers: Object.fromEntries(ids.map((id) => [`ARXIV:${id}`, inference])), most: 1 };
    const { steps, error } = await run(askingBook(papers));
    expect(error).toBeNull();
    expect(itemsOf(steps)).toHaveLength(3);
    expect(replay.log).toHaveLength(5);
  });

  it('in which no paper is known is an answer, and no failure', async () => {
    const book = askingBook([fresh]);
    const { error, steps } = await run(book);
    expect(error).toBeNull();
    expect(steps).toMatchObject([{ items: [], asked: [{ paperId: 3, known: false }] }]);
  });

  it('ends the run where the program ends', async () => {
    const control = new AbortController();
    const take = async () => control.abort();
    const { steps, error } = await run(askingBook([mnih, duflo]), { signal: control.signal, take });
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });
});

describe('asking again', () => {
  it('young papers after a week, others after two months', async () => {
    const book = askingBook([mnih, fresh]);
    const askedIn = async (day: string) => {
      clock.moveTo(new Date(`${day}T07:20:00Z`));
      const { steps } = await run(book);
      return steps.flatMap(({ asked = [] }) => asked.map(({ paperId }) => paperId)).sort();
    };
    expect(await askedIn('2026-10-16')).toEqual([1, 3]);
    expect(await askedIn('2026-10-17')).toEqual([]);
    expect(await askedIn('2026-10-24')).toEqual([3]);
    expect(await askedIn('2026-12-16')).toEqual([1, 3]);
    expect(await askedIn('2027-01-20')).toEqual([]);
  });
});

describe('what is wrong', () => {
  it('a name in another scheme is believed where the titles agree', async () => {
    const externalIds = { ArXiv: '9999.99999', DOI: '10.1000/XYZ', ACL: 'P16-5001', CorpusId: 7, DBLP: null };
    expect(await answerTo({ ...inference, externalIds })).toMatchObject({
      identities: [
        { scheme: 'arxiv', value: '1402.0030', confirmed: true },
        { scheme: 'doi', value: '10.1000/xyz', confirmed: true },
        { scheme: 'acl', value: 'P16-5001', confirmed: true },
      ],
    });
    await store.query('delete from request_turns');
    expect(
      await answerTo(
        { ...inference, externalIds: { ArXiv: '1503.00001', DOI: '10.1000/xyz' } },
        { ...mnih, title: 'Other' },
      ),
    ).toMatchObject({
      identities: [
        { scheme: 'arxiv', value: '1402.0030', confirmed: true },
        { scheme: 'doi', value: '10.1000/xyz', confirmed: false },
      ],
    });
  });

  it('nulls and odd values are left out', async () => {
    const odd = {
      title: 'T',
      externalIds: null,
      abstract: null,
      year: -3,
      venue: 'arXiv.org',
      citationCount: 1.5,
      openAccessPdf: { url: '', status: null },
      tldr: { text: null },
      authors: [{ name: null }, { name: 'B. C.' }, null],
    };
    expect(await answerTo(odd)).toEqual({
      source: 'semantic-scholar',
      key: 'arxiv:1402.0030',
      identities: [{ scheme: 'arxiv', value: '1402.0030', confirmed: true }],
      title: 'T',
      abstract: '',
      authors: [{ name: 'B. C.' }],
      links: [],
    });
  });

  it('a paper without a title is rejected, and was known', async () => {
    content = { papers: { 'ARXIV:1402.0030': { ...inference, title: null } } };
    const book = askingBook([mnih]);
    const { steps } = await run(book);
    expect(itemsOf(steps)).toMatchObject([
      { ok: false, reject: { position: 'arxiv 1402.0030', field: 'title' } },
    ]);
    expect(book.known.get(1)).toBe(true);
  });

  it.each([
    ['a shorter list', '[]', 'content'],
    ['an object', '{"data":[]}', 'content'],
  ])('%s in place of the answers is told', async (_, body, failure) => {
    const broken = replay.service('broken', () => ({ type: 'application/json', body }));
    const { error } = await run(askingBook([mnih]), { options: { baseUrl: broken } });
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ failure });
  });

  it('a question that is refused is told in the words of the service', async () => {
    const refusing = replay.service('refusing', () => ({
      status: 400,
      type: 'application/json',
      body: '{"error":"Unrecognized or unsupported fields: [tldr]"}',
    }));
    const { error } = await run(askingBook([mnih]), { options: { baseUrl: refusing } });
    expect(error).toMatchObject({
      failure: 'content',
      message: expect.stringContaining('unsupported fields'),
    });
  });

  it('a wrong key is told without the key', async () => {
    content = { ...content, apiKey: 'right' };
    const { error } = await run(askingBook([mnih]), { options: { apiKey: 'wrong-key' } });
    expect(error).toMatchObject({ failure: 'status', status: 403 });
    expect(`${String(error)} ${(error as SourceError).hint}`).not.toContain('wrong-key');
  });
});

it('is quicker with a key', async () => {
  content = { ...content, apiKey: 'right' };
  const { error } = await run(askingBook([mnih, duflo, fresh]), { options: { apiKey: 'right' } });
  expect(error).toBeNull();
  const { closest } = politeness(replay.log, 'semantic-scholar');
  expect([closest >= 1000, closest < 3000]).toEqual([true, true]);
});

it('joins the paper in the store, and takes nothing from it', async () => {
  const papers = await openTestStore();
  try {
    const options = { kind: 'import', origin: 'test' } as const;
    const record = {
      source: 'arxiv-oai',
      key: '1402.0030',
      version: 2,
      identities: [{ scheme: 'arxiv' as const, value: '1402.0030' }],
      title: 'Neural variational inference and learning in belief networks',
      abstract: 'As arXiv has it.',
      authors: [{ name: 'Andriy Mnih' }, { name: 'Karol Gregor' }],
      published: { value: '2014-01-31T20:58:22.000Z', precision: 'time' as const },
    };
    await ingest(papers, [{ ok: true, position: '1', record }], options);
    content = {
      papers: {
        'ARXIV:1402.0030': {
          ...inference,
          externalIds: { DOI: '10.5555/1' },
          title: 'NEURAL VARIATIONAL INFERENCE AND LEARNING IN BELIEF NETWORKS.',
        },
      },
    };
    const take = async ({ items }: Step) => void (await ingest(papers, items, options));
    const book = bookOf(papers, 'semantic-scholar');
    const { error, steps } = await run(book, { take });
    expect(error).toBeNull();
    expect(steps).toMatchObject([{ asked: [{ known: true }] }]);
    expect((await run(book)).steps).toEqual([]);
    expect(
      await papers.query(
        'select title, abstract, author_names, venue, announced_on, summary is not null as told from papers',
      ),
    ).toEqual([
      {
        title: record.title,
        abstract: 'As arXiv has it.',
        author_names: 'Andriy Mnih, Karol Gregor',
        venue: 'International Conference on Machine Learning',
        announced_on: '2014-02-03',
        told: true,
      },
    ]);
    expect(await papers.query('select scheme, value, confirmed from identities order by 1')).toEqual([
      { scheme: 'arxiv', value: '1402.0030', confirmed: true },
      { scheme: 'doi', value: '10.5555/1', confirmed: true },
    ]);
    expect(await papers.query('select reason from rejects')).toEqual([]);
  } finally {
    await papers.close();
  }
});
