import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { openalex, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../replay/json-answer.ts';
import { openAlexService, type OpenAlexContent, type Work } from '../replay/openalex.ts';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { askingBook, runAsking, type AskingBook, type KnownPaper } from './asking.ts';
import type { RunSetting } from './run-source.ts';

const recorded = JSON.parse(
  await readFile(new URL('../fixtures/sources/openalex-works.json', import.meta.url), 'utf8'),
) as [Work, Work];
const [pcsk9, editing] = recorded;

/** A preprint that became an article: one work, which bears the publisher's DOI. */
const attention: Work = {
  id: 'https://openalex.org/W2626778328',
  doi: 'https://doi.org/10.5555/3295222.3295349',
  title: 'Attention Is All You Need',
  publication_date: '2017-12-01',
  cited_by_count: 6512,
  is_retracted: false,
  authorships: [
    {
      author: { display_name: 'Ashish Vaswani', orcid: 'https://orcid.org/0000-0002-5822-0976' },
      raw_author_name: 'Vaswani, Ashish',
      institutions: [{ display_name: 'Google (United States)' }, { display_name: 'Example' }],
    },
    { author: { display_name: 'Noam Shazeer', orcid: null }, raw_author_name: null, institutions: [] },
    { author: null, raw_author_name: '' },
  ],
  primary_location: {
    landing_page_url: 'https://doi.org/10.5555/3295222.3295349',
    source: { display_name: 'Neural Information Processing Systems', type: 'conference' },
  },
  best_oa_location: { pdf_url: 'https://arxiv.org/pdf/1706.03762' },
  locations: [
    { landing_page_url: 'https://doi.org/10.5555/3295222.3295349' },
    { landing_page_url: 'http://arxiv.org/abs/1706.03762' },
  ],
  topics: [{ display_name: 'Natural Language Processing Techniques' }, { display_name: null }],
  abstract_inverted_index: { are: [3], dominant: [1], The: [0], models: [2], 'complex.': [4] },
  updated_date: '2026-10-06T04:12:42.849631',
};

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let content: OpenAlexContent;
let baseUrl: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-10-15T01:10:00Z');
  replay = await startReplay({ clock });
  content = { works: [...recorded, attention] };
  baseUrl = replay.service('openalex', (request) => openAlexService(content)(request));
});
afterEach(() => replay.close());

const ofPcsk9: KnownPaper = {
  paperId: 1,
  title: 'In vivo CRISPR base editing of PCSK9 durably lowers cholesterol in primates',
  announcedOn: '2026-10-01',
  names: [{ scheme: 'doi', value: '10.1038/s41586-021-03534-y' }],
};
const ofAttention: KnownPaper = {
  paperId: 2,
  title: 'Attention is all you need',
  names: [{ scheme: 'arxiv', value: '1706.03762' }],
};
const unheardOf: KnownPaper = {
  paperId: 3,
  title: 'Of Yesterday',
  announcedOn: '2026-10-14',
  names: [{ scheme: 'arxiv', value: '2610.00001' }],
};

function run(book: AskingBook, { options, ...rest }: Partial<RunSetting> = {}) {
  return runAsking(openalex, book, {
    store,
    clock,
    options: { baseUrl, ...(options as object) },
    ...rest,
  });
}

const itemsOf = (steps: readonly Step[]) => steps.flatMap(({ items }) => items);
const recordsOf = (steps: readonly Step[]) =>
  itemsOf(steps).flatMap((item) => (item.ok ? [item.record] : []));
const asked = () => replay.log.map(({ path }) => new URL(path, 'http://replay'));
const filters = () => asked().map(({ searchParams }) => searchParams.get('filter'));

/** What comes of one work that an arXiv paper was found to be. */
async function answerTo(change: Work) {
  content = { works: [{ ...attention, ...change }] };
  const { steps, error } = await run(askingBook([ofAttention]));
  expect(error).toBeNull();
  const [item] = itemsOf(steps);
  return item?.ok ? item.record : item?.reject;
}

describe('papers that are here', () => {
  it('are found by DOI, and an arXiv paper that was published since by its copy at arXiv', async () => {
    const book = askingBook([ofPcsk9, ofAttention, unheardOf]);
    const { steps, error } = await run(book);
    expect(error).toBeNull();
    expect([...book.known]).toEqual([
      [3, false],
      [1, true],
      [2, true],
    ]);
    expect(filters()).toEqual([
      'doi:10.48550/arxiv.2610.00001',
      'locations.landing_page_url:https://arxiv.org/abs/2610.00001|http://arxiv.org/abs/2610.00001',
      'doi:10.1038/s41586-021-03534-y',
      'doi:10.48550/arxiv.1706.03762',
      'locations.landing_page_url:https://arxiv.org/abs/1706.03762|http://arxiv.org/abs/1706.03762',
    ]);
    expect(recordsOf(steps)).toMatchObject([
      {
        key: 'doi:10.1038/s41586-021-03534-y',
        identities: [{ scheme: 'doi', value: '10.1038/s41586-021-03534-y', confirmed: true }],
        authors: [
          {
            name: 'Kiran Musunuru',
            orcid: '0000-0003-3298-0368',
            affiliation: 'Cardiovascular Institute of the South; University of Pennsylvania',
          },
          { name: 'Alexandra C. Chadwick', orcid: '0000-0002-4604-9227' },
        ],
        venue: 'Nature',
        published: { value: '2021', precision: 'year' },
        abstract: '',
        citations: 768,
      },
      {
        source: 'openalex',
        key: 'arxiv:1706.03762',
        statedAt: '2026-10-06T04:12:42.849Z',
        identities: [
          { scheme: 'arxiv', value: '1706.03762', confirmed: true },
          { scheme: 'doi', value: '10.5555/3295222.3295349', confirmed: true },
        ],
        abstract: 'The dominant models are complex.',
        authors: [
          {
            name: 'Vaswani, Ashish',
            orcid: '0000-0002-5822-0976',
            affiliation: 'Google (United States); Example',
          },
          { name: 'Noam Shazeer' },
        ],
        venue: 'Neural Information Processing Systems',
        keywords: ['Natural Language Processing Techniques'],
        links: [
          { kind: 'page', url: 'https://doi.org/10.5555/3295222.3295349' },
          { kind: 'pdf', url: 'https://arxiv.org/pdf/1706.03762' },
        ],
        withdrawn: false,
        citations: 6512,
      },
    ]);
    expect(politeness(replay.log, 'openalex')).toMatchObject({ together: 1 });
    expect(politeness(replay.log, 'openalex').closest).toBeGreaterThanOrEqual(250);
  });

  it('are joined by ingest to what is known of them', async () => {
    const origin = { kind: 'import' as const, origin: 'test' };
    const known = await ingest(
      store,
      [
        {
          ok: true,
          position: '1',
          record: {
            source: 'arxiv-oai',
            key: '1706.03762',
            version: 7,
            identities: [{ scheme: 'arxiv', value: '1706.03762' }],
            title: 'Attention Is All You Need',
            abstract: 'The dominant sequence transduction models…',
            published: { value: '2017-06-12T17:57:34.000Z', precision: 'time' },
          },
        },
      ],
      origin,
    );
    expect(known.created).toBe(1);
    const { steps } = await run(askingBook([ofAttention]));
    expect(await ingest(store, itemsOf(steps), origin)).toMatchObject({
      accepted: 1,
      rejected: 0,
      created: 0,
    });
    const [paper] = await store.query(
      `select p.abstract, p.announced_on::text as day, p.venue from papers p
         join identities i on i.paper_id = p.id where i.value = '10.5555/3295222.3295349'`,
    );
    expect(paper).toMatchObject({
      abstract: 'The dominant sequence transduction models…',
      day: '2017-06-12',
      venue: 'Neural Information Processing Systems',
    });
  });

  it('are asked for fifty at a time, and again only after a while', async () => {
    const papers = Array.from({ length: 120 }, (_, at) => ({
      ...unheardOf,
      paperId: at + 1,
      names: [{ scheme: 'doi' as const, value: `10.1234/paper.${at}` }],
    }));
    const book = askingBook(papers);
    const first = await run(book);
    expect(first.steps.map(({ asked: those }) => those?.length)).toEqual([50, 50, 20]);
    expect(filters()[0]?.split('|')).toHaveLength(50);
    const before = replay.log.length;
    await run(book);
    expect(replay.log).toHaveLength(before);
    clock.moveTo(new Date('2026-10-22T01:11:00Z'));
    await run(book);
    expect(replay.log).toHaveLength(before + 3);
  });

  it('are asked for by arXiv’s copies also where a paper has arXiv’s DOI alone', async () => {
    const paper = { ...ofAttention, names: [{ scheme: 'doi' as const, value: '10.48550/arxiv.1706.03762' }] };
    const { steps } = await run(askingBook([paper]));
    expect(recordsOf(steps)).toMatchObject([
      {
        key: 'doi:10.48550/arxiv.1706.03762',
        identities: [
          { scheme: 'doi', value: '10.48550/arxiv.1706.03762', confirmed: true },
          { scheme: 'arxiv', value: '1706.03762', confirmed: false },
        ],
      },
    ]);
  });

  it('with a comma or a bar in their DOI are looked up alone', async () => {
    const doi = '10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2,|';
    content = { works: [{ ...editing, doi: `https://doi.org/${doi}` }] };
    const book = askingBook([{ ...ofPcsk9, names: [{ scheme: 'doi', value: doi }] }]);
    await run(book);
    expect(asked()[0]?.pathname).toContain(encodeURIComponent(doi));
    expect(book.known.get(1)).toBe(true);
    content = { works: [] };
    const other = askingBook([{ ...ofPcsk9, names: [{ scheme: 'doi', value: doi }] }]);
    const { error } = await run(other);
    expect(error).toBeNull();
    expect(other.known.get(1)).toBe(false);
  });

  it('take the double that is cited most', async () => {
    content = { works: [{ ...pcsk9, id: 'https://openalex.org/W1', cited_by_count: 2 }, pcsk9] };
    const { steps } = await run(askingBook([ofPcsk9]));
    expect(recordsOf(steps).map(({ citations }) => citations)).toEqual([768]);
  });

  it('that were retracted are withdrawn', async () => {
    expect(await answerTo({ is_retracted: true })).toMatchObject({ withdrawn: true });
    expect(await answerTo({ is_retracted: 'true' })).toMatchObject({ withdrawn: false });
  });

  it('keep their name where the work has another title, and remember the other name', async () => {
    expect(await answerTo({ title: 'Something Else' })).toMatchObject({
      title: 'Something Else',
      identities: [
        { scheme: 'arxiv', value: '1706.03762', confirmed: true },
        { scheme: 'doi', value: '10.5555/3295222.3295349', confirmed: false },
      ],
    });
  });

  it('lend their title to a work without one', async () => {
    expect(await answerTo({ title: null })).toMatchObject({ title: 'Attention is all you need' });
  });

  it('live with what is missing or odd', async () => {
    const record = await answerTo({
      doi: null,
      publication_date: null,
      cited_by_count: -1,
      authorships: null,
      primary_location: null,
      best_oa_location: { pdf_url: 'javascript:alert(1)' },
      topics: 'none',
      abstract_inverted_index: {
        ' bad ': [-1, 1.5, 2 ** 31, '3', null],
        word: 'no list',
        good: [7, 2],
        x: [3],
      },
      updated_date: 'yesterday',
    });
    expect(record).toMatchObject({
      identities: [{ scheme: 'arxiv', value: '1706.03762', confirmed: true }],
      abstract: 'good x good',
      authors: [],
      keywords: [],
      links: [],
      statedAt: null,
    });
    expect(record).not.toHaveProperty('citations');
    expect(record).not.toHaveProperty('published');
  });

  it('do not get an abstract that is none', async () => {
    const long = Object.fromEntries(
      Array.from({ length: 9000 }, (_, at) => [`word${'x'.repeat(10)}${at}`, [at]]),
    );
    expect(await answerTo({ abstract_inverted_index: long })).toMatchObject({ abstract: '' });
  });

  it.each([
    ['id', { id: 'https://openalex.org/A5040568538' }],
    ['id', { id: null }],
  ])('become a reject where a work has a bad %s', async (field, change) => {
    expect(await answerTo(change)).toMatchObject({ source: 'openalex', field });
  });
});

describe('new papers', () => {
  const journal = 'primary_location.source.id:S137773608';
  const issue = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...pcsk9,
      id: `https://openalex.org/W${at + 1}`,
      doi: `https://doi.org/10.1038/n-${at}`,
      publication_date: '2026-10-01',
      updated_date: '2026-10-02',
    }));
  const options = { filter: journal, enrich: false };

  it('come by a filter, page by page, from three weeks back', async () => {
    content = { works: [...issue(250), pcsk9] };
    const { steps, error, cursor } = await run(askingBook([]), { options });
    expect(error).toBeNull();
    expect(steps.map(({ items }) => items.length)).toEqual([100, 100, 50]);
    expect(filters()[0]).toBe(`${journal},from_publication_date:2026-09-24,to_publication_date:2026-10-15`);
    expect(recordsOf(steps)[0]).toMatchObject({
      key: 'doi:10.1038/n-0',
      identities: [{ scheme: 'doi', value: '10.1038/n-0', confirmed: true }],
      published: { value: '2026-10', precision: 'month' },
      statedAt: '2026-10-02T00:00:00.000Z',
    });
    clock.moveTo(new Date('2026-10-25T01:10:00Z'));
    const before = replay.log.length;
    await run(askingBook([]), { options, cursor });
    expect(filters()[before]).toContain('from_publication_date:2026-09-24');
  });

  it('are admitted by ingest', async () => {
    content = { works: issue(3) };
    const { steps } = await run(askingBook([]), { options });
    const report = await ingest(store, itemsOf(steps), { kind: 'import', origin: 'test' });
    expect(report).toMatchObject({ rejected: 0, accepted: 3 });
  });

  it('go on in the middle after a run that was killed', async () => {
    content = { works: issue(250) };
    let steps = 0;
    const killed = await run(askingBook([]), {
      options,
      take: async () => {
        if (++steps === 2) throw new Error('killed');
      },
    });
    const rest = await run(askingBook([]), { options, cursor: killed.cursor });
    expect(asked()[2]?.searchParams.get('cursor')).toBe(btoa('100'));
    expect(recordsOf(rest.steps)).toHaveLength(150);
  });

  it('begin again where the place in the middle is refused', async () => {
    content = { works: issue(3) };
    const service = openAlexService(content);
    const strict = replay.service('strict', (request) =>
      request.query.get('cursor') === '*'
        ? service(request)
        : json({ error: 'Invalid query parameters error.', message: 'Cursor is invalid.' }, { status: 400 }),
    );
    const following = { filter: `published ${journal}`, since: '2026-09-24', token: 'old' };
    const { steps, error } = await run(askingBook([]), {
      options: { ...options, baseUrl: strict },
      cursor: { following },
    });
    expect(error).toBeNull();
    expect(recordsOf(steps)).toHaveLength(3);
  });

  it('begin anew with another filter', async () => {
    content = { works: issue(1) };
    const { cursor } = await run(askingBook([]), { options });
    clock.moveTo(new Date('2026-11-15T01:10:00Z'));
    await run(askingBook([]), { options: { ...options, filter: 'doi:10.1038/n-0' }, cursor });
    expect(filters()[1]).toContain('from_publication_date:2026-10-25');
  });

  it('become rejects where they have no title, and no request is made without a filter', async () => {
    content = { works: [{ ...issue(1)[0], title: null }, 'nonsense' as unknown as Work] };
    const only = replay.service('only', () => json({ meta: {}, results: content.works }));
    const { steps } = await run(askingBook([]), { options: { ...options, baseUrl: only } });
    expect(itemsOf(steps)).toMatchObject([
      { ok: false, reject: { field: 'title', position: 'W1' } },
      { ok: false, reject: { field: null, position: 'item 2' } },
    ]);
    const before = replay.log.length;
    expect((await run(askingBook([]), { options: { enrich: false } })).steps).toEqual([]);
    expect(replay.log).toHaveLength(before);
  });

  it('tell what to do where the filter is wrong, or needs a paid plan', async () => {
    const wrong = await run(askingBook([]), { options: { ...options, filter: 'author_name:abc' } });
    expect(wrong.error).toMatchObject({
      failure: 'content',
      message: expect.stringContaining('author_name is not a valid field'),
      hint: expect.stringContaining('filter'),
    });
    const paid = await run(askingBook([]), { options: { ...options, freshBy: 'updated' } });
    expect(paid.error).toMatchObject({
      failure: 'content',
      hint: expect.stringContaining('freshBy'),
    });
    expect(filters()[1]).toBe(`${journal},from_updated_date:2026-10-14`);
    expect(replay.log).toHaveLength(2);
  });
});

describe('the allowance', () => {
  const papers = Array.from({ length: 500 }, (_, at) => ({
    paperId: at + 1,
    title: `Paper ${at}`,
    names: [{ scheme: 'doi' as const, value: `10.1234/${at}` }],
  }));

  it('ends the run when a tenth of it is left', async () => {
    content = { works: [], credits: { left: 103 } };
    const book = askingBook(papers);
    const { steps, error } = await run(book);
    expect(error).toBeNull();
    expect(steps).toHaveLength(3);
    expect(book.known.size).toBe(150);
  });

  it('is kept to a number of requests', async () => {
    const { steps } = await run(askingBook(papers), { options: { requests: 2 } });
    expect(steps).toHaveLength(2);
  });

  it('that is spent ends the run until it is whole again', async () => {
    content = { works: [], credits: { left: 0 } };
    const { error } = await run(askingBook(papers));
    expect(error).toMatchObject({ status: 429 });
    expect((error as { retryAt: Date }).retryAt.getTime()).toBeGreaterThan(clock.now().getTime() + 3_600_000);
    expect(replay.log).toHaveLength(1);
  });

  it('is ten times as much with a key, which is sent, and is never shown', async () => {
    content = { works: [pcsk9], apiKey: 'good' };
    await run(askingBook([ofPcsk9]), { options: { apiKey: 'good', mailto: 'me@example.org' } });
    expect(asked()[0]?.searchParams.get('api_key')).toBe('good');
    expect(asked()[0]?.searchParams.get('mailto')).toBe('me@example.org');
    const { error } = await run(askingBook([ofPcsk9]), { options: { apiKey: 'badkey' } });
    expect(error).toMatchObject({ status: 401 });
    expect(JSON.stringify(error) + String(error)).not.toContain('badkey');
    const options = openalex.options.parse({ apiKey: 'good' });
    expect(openalex.etiquetteFor?.(options)).toMatchObject({ scope: 'openalex', perDay: 9000 });
    expect(openalex.etiquette.perDay).toBeLessThan(1000);
  });
});

describe('trouble', () => {
  it('passes: faults of the network cost nothing', async () => {
    for (const fault of ['too-many', 'html', 'cut', 'unavailable'] as const) {
      replay.faults.plan({ service: 'openalex', fault });
    }
    const { error, steps } = await run(askingBook([ofPcsk9]));
    expect(error).toBeNull();
    expect(recordsOf(steps)).toHaveLength(1);
  });

  it('is told where the answer is no list', async () => {
    const wrong = replay.service('wrong', () => json({ results: 'none' }));
    const { error } = await run(askingBook([ofPcsk9]), { options: { baseUrl: wrong } });
    expect(error).toMatchObject({ failure: 'content', message: expect.stringContaining('no list of works') });
  });

  it('ends between two batches when the program does', async () => {
    const program = new AbortController();
    const book = askingBook([ofPcsk9, unheardOf, ofAttention]);
    const { steps, error } = await run(book, { signal: program.signal, take: async () => program.abort() });
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });

  it('starts anew where it cannot read its cursor', async () => {
    const cursor = { following: { filter: 7 } };
    const { error } = await run(askingBook([]), { options: { filter: 'doi:10.1/x', enrich: false }, cursor });
    expect(error).toBeNull();
  });
});

it('runs once a day, soon after midnight UTC', () => {
  const options = openalex.options.parse({});
  expect(openalex.nextRun(new Date('2026-10-15T01:10:00Z'), options)).toEqual(
    new Date('2026-10-16T01:10:00Z'),
  );
  expect(openalex.options.safeParse({ filter: 'no colon' }).success).toBe(false);
});
