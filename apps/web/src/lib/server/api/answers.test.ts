import {
  addEncoder,
  ingest,
  markComplete,
  writeVectors,
  type ReadItem,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import type { Encoder } from '@broadsheet/search';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { answerDailyPapers, answerHfPaper, answerHfPapers } from './hugging-face-answers.ts';
import { dailyPapers, hfPaper, hfPapers, hfSearch } from './hugging-face-operations.ts';
import {
  answerAuthor,
  answerCategories,
  answerDay,
  answerDays,
  answerStatus,
  answerVenues,
} from './library-answers.ts';
import type { Answerer, Operation } from './operation.ts';
import { answerCite, answerPaper, answerPapers } from './paper-answers.ts';
import { respond } from './respond.ts';
import { answerHfSearch, answerSearch, answerSimilar, answerSimilarToMany } from './search-answers.ts';
import {
  author,
  categories,
  cite,
  day,
  days,
  paper,
  papers,
  status,
  venues,
  search,
  similar,
  similarToMany,
} from './v1-operations.ts';

/** Three papers of one day with new arXiv ids, an old one, and one without any. */
const items: ReadItem[] = [
  ['2603.00001', 5],
  ['2603.00002', 9],
  ['2603.00003', 1],
  ['hep-th/9901001', 7],
  [null, 0],
].map(([arxivId, upvotes], index) => ({
  ok: true,
  position: `item ${index + 1}`,
  record: {
    source: 'arxiv',
    key: String(arxivId ?? `none-${index}`),
    identities: arxivId === null ? [] : [{ scheme: 'arxiv', value: String(arxivId) }],
    title: `Paper number ${['one', 'two', 'three', 'four', 'five'][index]}`,
    abstract: 'An abstract.',
    authors: [{ name: 'Ada Example' }],
    categories: ['cs.LG'],
    published: { value: '2026-03-10T15:00:00.000Z', precision: 'time' },
    announcedOn: '2026-03-11',
    popularity: [{ day: '2026-03-11', upvotes: Number(upvotes) }],
    ...(index === 0
      ? { citations: 12, reviews: { decision: 'Accept (oral)', count: 3, rating: 6.33, confidence: 4 } }
      : {}),
  },
}));

let store: Store;
let encoder: Encoder | null = null;

beforeAll(async () => {
  store = await openTestStore();
  await ingest(store, items, { kind: 'import', origin: 'test' });
});

afterAll(() => store.close());

async function ask<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  operation: Operation<P, Q, A>,
  answer: Answerer<Operation<P, Q, A>>,
  query: string,
  { params = {}, headers = {} }: { params?: Record<string, string>; headers?: Record<string, string> } = {},
  asked = store,
) {
  const url = new URL(`${operation.path}${query}`, 'https://papers.example');
  const response = await respond(operation, answer, {
    params,
    request: new Request(url, { headers }),
    asking: { store: asked, now: new Date('2026-03-13T12:00:00Z'), encoder: async () => encoder, url },
    requestId: 'request-1',
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body = (isJson ? JSON.parse(text) : text) as unknown;
  // What goes out is what the OpenAPI document promises.
  if (response.status === 200 && !operation.mediaTypes)
    expect(operation.answer.safeParse(body).error).toBeUndefined();
  return { response, status: response.status, body, next: response.headers.get('link') };
}

describe('the Hugging Face operations', () => {
  const ids = (body: unknown) => (body as { paper: { id: string } }[]).map((item) => item.paper.id);

  it('list a day by votes, in pages linked to each other, with the ids that clients expect', async () => {
    const first = await ask(dailyPapers, answerDailyPapers, '?date=2026-03-11&limit=2');
    expect(ids(first.body)).toEqual(['2603.00002', '2603.00001']);
    expect(first.next).toBe(
      '<https://papers.example/api/daily_papers?date=2026-03-11&limit=2&p=1>; rel="next"',
    );
    const second = await ask(dailyPapers, answerDailyPapers, '?date=2026-03-11&limit=2&p=1');
    expect(ids(second.body)).toEqual(['2603.00003']);
    expect(second.next).toBeNull();
    const beyond = await ask(dailyPapers, answerDailyPapers, '?date=2026-03-11&limit=2&p=9');
    expect([beyond.status, beyond.body, beyond.next]).toEqual([200, [], null]);
  });

  it('list weeks, months, the newest, the trending, and nobody else’s', async () => {
    for (const query of [
      '?week=2026-W11',
      '?month=2026-03',
      '',
      '?sort=trending',
      '?submitter=broadsheet&unknown=1',
    ]) {
      expect(ids((await ask(dailyPapers, answerDailyPapers, query)).body), query).toHaveLength(3);
    }
    expect((await ask(dailyPapers, answerDailyPapers, '?submitter=somebody')).body).toEqual([]);
    expect((await ask(dailyPapers, answerDailyPapers, '?week=2026-W12')).body).toEqual([]);
  });

  it.each([
    '?date=2026-02-30',
    '?date=today',
    '?limit=101',
    '?limit=0',
    '?p=-1',
    '?week=2026-11',
    '?sort=best',
    '?date=2026-03-11&week=2026-W11',
  ])('answer %s with 400 and { error }', async (query) => {
    const { status, body } = await ask(dailyPapers, answerDailyPapers, query);
    expect(status).toBe(400);
    expect(body).toEqual({ error: expect.stringMatching(/\w+/) });
  });

  it('tell one paper, and 404 for what is not there', async () => {
    const found = await ask(hfPaper, answerHfPaper, '', { params: { arxivId: '2603.00001' } });
    expect(found.body).toMatchObject({ id: '2603.00001', upvotes: 5 });
    const absent = await ask(hfPaper, answerHfPaper, '', { params: { arxivId: '2603.09999' } });
    expect([absent.status, absent.body]).toEqual([404, { error: 'There is no paper 2603.09999 here.' }]);
  });

  it('walk through all papers by cursor', async () => {
    const seen: string[] = [];
    let query: string | null = '?limit=2';
    while (query !== null) {
      const page: { body: unknown; next: string | null } = await ask(hfPapers, answerHfPapers, query);
      seen.push(...(page.body as { id: string }[]).map(({ id }) => id));
      query = /\?[^>]*/.exec(page.next ?? '')?.[0] ?? null;
    }
    expect(seen.sort()).toEqual(['2603.00001', '2603.00002', '2603.00003']);
    expect((await ask(hfPapers, answerHfPapers, '?cursor=zzz')).status).toBe(400);
  });
});

describe('our own operations', () => {
  it('list any selection', async () => {
    const all = await ask(
      papers,
      answerPapers,
      '?from=2026-03-11&to=2026-03-11&author=Ada+Example&category=cs.LG&order=votes&limit=2',
    );
    expect(all.body).toMatchObject({ total: 5, items: [{ key: '2603.00002' }, { key: 'hep-th/9901001' }] });
    expect(all.next).toContain('offset=2');
    expect((await ask(papers, answerPapers, '?category=math.AG')).body).toMatchObject({
      total: 0,
      items: [],
    });
  });

  it('name what is wrong, and the remedy', async () => {
    const { response, body } = await ask(papers, answerPapers, '?limit=many&sort=best');
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({
      status: 400,
      instance: '/api/v1/papers',
      requestId: 'request-1',
      errors: expect.arrayContaining([
        { field: 'limit', remedy: 'Give a whole number from 1 to 200.' },
        { field: 'sort', remedy: expect.stringContaining('no such parameter') },
      ]),
    });
    for (const query of ['?order=position', '?from=2026-03-12&to=2026-03-11']) {
      expect((await ask(papers, answerPapers, query)).status).toBe(400);
    }
  });

  it('tell whole records and citations by any name', async () => {
    const record = await ask(paper, answerPaper, '', { params: { key: 'arXiv:2603.00001v2' } });
    expect(record.body).toMatchObject({
      key: '2603.00001',
      provenance: { title: { source: 'arxiv' }, citations: { source: 'arxiv' } },
      citations: 12,
      reviews: { decision: 'Accept (oral)', count: 3, rating: 6.33 },
    });
    const old = await ask(paper, answerPaper, '', { params: { key: 'hep-th/9901001' } });
    expect(old.body).toMatchObject({
      url: 'https://papers.example/papers/hep-th/9901001',
      citations: null,
      reviews: null,
    });
    expect((await ask(paper, answerPaper, '', { params: { key: 'p999999' } })).status).toBe(404);
    for (const [format, start] of [
      ['bibtex', /^@/],
      ['ris', /^TY {2}- /],
    ] as const) {
      const { body } = await ask(cite, answerCite, `?format=${format}`, { params: { key: '2603.00001' } });
      expect(body).toMatch(start);
    }
    const csl = await ask(cite, answerCite, '?format=csl-json', { params: { key: '2603.00001' } });
    expect(csl.body).toMatchObject([{ title: 'Paper number one' }]);
  });

  it('tell days, directories, authors and the state', async () => {
    const range = await ask(days, answerDays, '?from=2026-03-10&to=2026-03-14');
    expect(range.body).toMatchObject({
      days: [
        { day: '2026-03-14', count: 0, state: 'no-announcement' },
        { day: '2026-03-13', state: 'no-announcement' },
        { day: '2026-03-12', count: 0, state: 'complete' },
        { day: '2026-03-11', count: 5, state: 'complete' },
        { day: '2026-03-10', count: 0 },
      ],
    });
    expect((await ask(days, answerDays, '?from=2020-01-01&to=2026-01-01')).status).toBe(400);
    expect(((await ask(days, answerDays, '')).body as { days: unknown[] }).days).toHaveLength(31);
    const one = await ask(day, answerDay, '', { params: { day: '2026-03-11' } });
    expect(one.body).toMatchObject({ count: 5, state: 'complete', finalAt: '2026-03-12T00:40:00.000Z' });
    expect((await ask(day, answerDay, '', { params: { day: 'monday' } })).status).toBe(400);
    expect((await ask(categories, answerCategories, '')).body).toMatchObject({
      items: [{ category: 'cs.LG', papers: 5 }],
    });
    expect((await ask(venues, answerVenues, '')).body).toEqual({ items: [] });
    expect((await ask(author, answerAuthor, '', { params: { key: 'Ada Example' } })).body).toMatchObject({
      papers: 5,
    });
    expect((await ask(author, answerAuthor, '', { params: { key: 'nobody' } })).status).toBe(404);
    expect((await ask(status, answerStatus, '')).body).toMatchObject({
      papers: 5,
      latestDay: '2026-03-11',
      currentDay: '2026-03-13',
    });
  });

  it('tell which days are late once a source watches, in lists as one by one', async () => {
    const watched = await openTestStore();
    try {
      await ingest(watched, items, { kind: 'import', origin: 'test' });
      await markComplete(watched, 'arxiv-oai', ['2026-03-10', '2026-03-11']);
      const range = await ask(days, answerDays, '?from=2026-03-08&to=2026-03-14', {}, watched);
      const told = (range.body as { days: { day: string; state: string }[] }).days;
      expect(told.map(({ state }) => state)).toEqual([
        'no-announcement',
        'no-announcement',
        'late',
        'complete',
        'complete',
        'complete',
        'complete',
      ]);
      for (const { day: name, state } of told) {
        const one = await ask(day, answerDay, '', { params: { day: name } }, watched);
        expect(one.body, name).toMatchObject({ state });
      }
      const late = await ask(day, answerDay, '', { params: { day: '2026-03-12' } }, watched);
      expect(late.body).toMatchObject({ count: 0, state: 'late', usual: 5, lastFull: '2026-03-11' });
    } finally {
      await watched.close();
    }
  });

  it('tell that nothing changed', async () => {
    const first = await ask(status, answerStatus, '');
    const etag = first.response.headers.get('etag') ?? '';
    const again = await ask(status, answerStatus, '', { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, again.body]).toEqual([304, '']);
  });
});

describe('searching', () => {
  it('answers on the Hugging Face wire with highlights, arXiv ids of the new scheme only', async () => {
    const { body } = await ask(hfSearch, answerHfSearch, '?q=number');
    expect(body).toHaveLength(3);
    expect((body as { highlightedTitle: unknown[] }[])[0]?.highlightedTitle).toContainEqual({
      type: 'highlight',
      text: expect.stringMatching(/number/i),
    });
    expect((await ask(hfSearch, answerHfSearch, `?q=${'a'.repeat(251)}`)).status).toBe(400);
    expect((await ask(hfSearch, answerHfSearch, '')).body).toEqual({ error: 'q: This parameter is needed.' });
  });

  it('answers in full with facets, or compactly', async () => {
    const full = await ask(search, answerSearch, '?q=number&limit=2');
    expect(full.body).toMatchObject({ total: 5, facets: { category: [{ value: 'cs.LG', count: 5 }] } });
    expect(full.next).toContain('offset=2');
    const compact = await ask(search, answerSearch, '?q=number&compact=1');
    expect(compact.body).toMatchObject({ facets: null, total: 5 });
    expect(JSON.stringify(compact.body).length).toBeLessThan(JSON.stringify(full.body).length);
  });

  it('finds similar papers, but never the paper itself', async () => {
    const { body } = await ask(similar, answerSimilar, '?limit=3', { params: { key: '2603.00001' } });
    expect(
      (body as { items: { paper: { key: string } }[] }).items.map(({ paper: { key } }) => key),
    ).not.toContain('2603.00001');
  });

  it('finds papers like several, and lists what it did not understand', async () => {
    const { body } = await ask(similarToMany, answerSimilarToMany, '?of=2603.00001,nothing+2603.00009');
    expect(body).toMatchObject({
      seeds: ['2603.00001'],
      unread: [{ text: 'nothing' }, { text: '2603.00009', reason: 'No paper here is called that.' }],
      cut: false,
    });
    const nothing = await ask(similarToMany, answerSimilarToMany, '?of=nothing');
    expect([nothing.status, nothing.body]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'of' })] }),
    ]);
    expect((await ask(similarToMany, answerSimilarToMany, '?of=2603.00009')).status).toBe(404);
    expect((await ask(similarToMany, answerSimilarToMany, '?of=2603.00001&sort=oldest')).status).toBe(400);
  });

  it('tells how words and meaning found a paper, or leaves meaning out', async () => {
    const rows = await store.query<{ id: number; title: string }>('select id, title from papers');
    const id = await addEncoder(store, {
      ...{ fingerprint: 'corners', name: 'Corners', dimensions: 2, model: null, about: {} },
    });
    encoder = {
      id,
      dimensions: 2,
      encode: async (inputs) =>
        Float32Array.from(
          inputs.flatMap((input) => (/two|pair/.test(JSON.stringify(input)) ? [1, 0] : [0, 1])),
        ),
    };
    await writeVectors(
      store,
      encoder,
      rows.map((row) => ({
        paperId: row.id,
        codes: /two/.test(row.title) ? Int8Array.of(127, 0) : Int8Array.of(0, 127),
      })),
    );
    try {
      const found = await ask(search, answerSearch, '?q=pair');
      expect(found.body).toMatchObject({
        total: 1,
        near: 1,
        hits: [
          {
            paper: { key: '2603.00002' },
            matched: [],
            why: {
              words: null,
              meaning: 1,
              cosine: expect.closeTo(1, 9),
              phrase: { field: 'title', text: 'Paper number two' },
            },
          },
        ],
      });
      const words = await ask(search, answerSearch, '?q=pair&by=words');
      expect(words.body).toMatchObject({ total: 0, near: null, hits: [] });
      const like = await ask(similar, answerSimilar, '?limit=5', { params: { key: '2603.00001' } });
      expect((like.body as { items: unknown[] }).items[0]).toMatchObject({
        near: { cosine: expect.closeTo(1, 9) },
      });
    } finally {
      encoder = null;
    }
  });
});
