import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { crossref, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { crossrefService, type CrossrefContent } from '../replay/crossref.ts';
import { json } from '../replay/json-answer.ts';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { keysIn, runSource, type RunSetting } from './run-source.ts';

type Work = Readonly<Record<string, unknown>>;

const [best, entry, chapter, widgets] = JSON.parse(
  await readFile(new URL('../fixtures/sources/crossref-works.json', import.meta.url), 'utf8'),
) as [Work, Work, Work, Work];

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let content: CrossrefContent;
let baseUrl: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-05-01T04:40:00Z');
  replay = await startReplay({ clock });
  content = { works: [best, entry, chapter, widgets].map((work) => ({ indexedOn: '2026-04-30', work })) };
  open();
});
afterEach(() => replay.close());

/** One service for a test: it keeps searches open. */
function open(change: Partial<CrossrefContent> = {}) {
  baseUrl = replay.service('crossref', crossrefService({ ...content, ...change }));
}

function run({ options, ...rest }: Partial<RunSetting> = {}) {
  return runSource(crossref, {
    store,
    clock,
    options: { baseUrl, issns: ['1474-760X'], ...(options as object) },
    ...rest,
  });
}

const itemsOf = (steps: readonly Step[]) => steps.flatMap(({ items }) => items);
const asked = () => replay.log.map(({ path }) => new URL(path, 'http://replay').searchParams);

/** The record, or the reject, of one work; undefined where it is passed over. */
async function readWork(change: Work) {
  open({ works: [{ indexedOn: '2026-04-30', work: { ...best, ...change } }] });
  const { steps, error } = await run();
  expect(error).toBeNull();
  const [item] = itemsOf(steps);
  return item?.ok ? item.record : item?.reject;
}

describe('the days', () => {
  it('go back a week at first, and then from the last one on', async () => {
    const first = await run({ options: { mailto: 'me@example.org' } });
    expect(first.error).toBeNull();
    expect(asked()).toHaveLength(8);
    expect(Object.fromEntries(asked()[0] ?? [])).toMatchObject({
      filter:
        'issn:1474-760X,type:journal-article,type:proceedings-article,type:posted-content,' +
        'from-pub-date:2025-03-27,from-index-date:2026-04-24,until-index-date:2026-04-24',
      rows: '200',
      cursor: '*',
      mailto: 'me@example.org',
    });
    expect(first.cursor).toMatchObject({ day: '2026-05-01' });
    clock.moveTo(new Date('2026-05-02T04:40:00Z'));
    await run({ cursor: first.cursor });
    expect(
      asked()
        .slice(8)
        .map((query) => query.get('filter')?.slice(-10)),
    ).toEqual(['2026-05-01', '2026-05-02']);
    expect(politeness(replay.log, 'crossref')).toMatchObject({ together: 1 });
    expect(politeness(replay.log, 'crossref').closest).toBeGreaterThanOrEqual(2000);
  });

  it('are read whole, page by page', async () => {
    const works = Array.from({ length: 45 }, (_, at) => ({
      indexedOn: '2026-04-30',
      work: { ...best, DOI: `10.1186/${at}` },
    }));
    open({ works });
    const { steps, error } = await run({ options: { rows: 20, from: '2026-04-30' } });
    expect(error).toBeNull();
    expect(new Set(keysIn(steps)).size).toBe(45);
    expect(steps.map(({ items }) => items.length)).toEqual([20, 20, 5, 0]);
    expect(steps.map(({ progress }) => progress?.done)).toEqual([0, 0, 1, 2]);
  });

  it('are read once more where a page was lost, since every request moves a search on', async () => {
    const works = Array.from({ length: 45 }, (_, at) => ({
      indexedOn: '2026-04-30',
      work: { ...best, DOI: `10.1186/${at}` },
    }));
    open({ works });
    // The client asks again for the page that broke off, and gets the one behind it.
    replay.faults.plan({ service: 'crossref', fault: 'cut', path: /cursor=(?!\*|%2A)/ });
    const { steps, error } = await run({ options: { rows: 20, from: '2026-04-30' } });
    expect(error).toBeNull();
    expect(new Set(keysIn(steps)).size).toBe(45);
  });

  it('are begun again where the search was closed, and given up where it is closed twice', async () => {
    let closings = 1;
    const works = Array.from({ length: 45 }, (_, at) => ({
      indexedOn: '2026-04-30',
      work: { ...best, DOI: `10.1186/${at}` },
    }));
    const service = crossrefService({ works });
    baseUrl = replay.service('closing', (request) => {
      if (request.query.get('cursor') !== '*' && closings-- > 0) {
        const message = [
          { type: 'cursor-invalid', value: 'x', message: 'Cursor specified but it is invalid' },
        ];
        return json({ status: 'failed', 'message-type': 'resource-failure', message }, { status: 404 });
      }
      return service(request);
    });
    const options = { rows: 20, from: '2026-04-30' };
    const once = await run({ options });
    expect(once.error).toBeNull();
    expect(new Set(keysIn(once.steps)).size).toBe(45);
    closings = 2;
    const twice = await run({ options });
    expect(twice.error).toMatchObject({ failure: 'content', message: expect.stringContaining('twice') });
    expect(twice.cursor).toBeNull();
  });

  it('go back further once, where an earlier day is set later', async () => {
    const { cursor } = await run();
    const back = await run({ cursor, options: { from: '2026-04-01' } });
    expect(asked()[8]?.get('filter')).toContain('from-index-date:2026-04-01');
    const before = asked().length;
    await run({ cursor: back.cursor, options: { from: '2026-04-01' } });
    expect(asked()[before]?.get('filter')).toContain('from-index-date:2026-05-01');
  });

  it('go on behind the last whole day when a run was killed', async () => {
    let steps = 0;
    const killed = await run({
      take: async () => {
        if (++steps === 3) throw new Error('killed');
      },
    });
    expect(killed.cursor).toMatchObject({ day: '2026-04-25' });
  });

  it('are searched once for journals, once for publishers and once for prefixes: each widens', async () => {
    await run({ cursor: { day: '2026-05-01' }, options: { members: ['78', '297'], prefixes: ['10.1186'] } });
    const choices = asked().map((query) => query.get('filter')?.split(',type:')[0]);
    expect(choices).toEqual(['issn:1474-760X', 'member:78,member:297', 'prefix:10.1186']);
  });

  it('go on only behind the last of their searches', async () => {
    const { steps } = await run({
      cursor: { day: '2026-04-30' },
      options: { prefixes: ['10.1186'] },
    });
    expect(steps.map(({ cursor }) => cursor)).toEqual([
      { day: '2026-04-30' },
      { day: '2026-04-30', from: null },
      { day: '2026-04-30', from: null },
      { day: '2026-05-01', from: null },
    ]);
  });

  it('are none where nothing is chosen: all of Crossref is too much', async () => {
    const { steps, error } = await run({ options: { issns: [] } });
    expect(error).toBeNull();
    expect(steps).toEqual([]);
    expect(replay.log).toEqual([]);
  });

  it('take other filters, all kinds and all years where that is wished', async () => {
    await run({
      options: {
        issns: [],
        types: [],
        publishedWithinDays: null,
        filters: ['has-abstract:true'],
        members: ['78'],
      },
    });
    expect(asked()[0]?.get('filter')).toBe(
      'member:78,has-abstract:true,from-index-date:2026-04-24,until-index-date:2026-04-24',
    );
  });
});

describe('a work', () => {
  it('is read from recorded answers', async () => {
    const { steps } = await run();
    const items = itemsOf(steps);
    expect(items.every(({ ok }) => ok)).toBe(true);
    expect(items).toMatchObject([
      {
        record: {
          source: 'crossref',
          key: '10.1186/s13059-026-04077-z',
          identities: [{ scheme: 'doi', value: '10.1186/s13059-026-04077-z', confirmed: true }],
          title:
            'BEstimate: a computational tool for the design and interpretation of CRISPR base editing experiments',
          abstract: expect.stringMatching(/^<jats:p>CRISPR base editors/),
          authors: [
            { name: 'Cansu Dinçer' },
            { name: 'Bo Fussing' },
            { name: 'Mathew J. Garnett' },
            { name: 'Matthew A. Coelho' },
          ],
          venue: 'Genome Biology',
          published: { value: '2026-04-27', precision: 'day' },
          withdrawn: false,
        },
      },
      {
        // Nobody said when.
        record: {
          key: '10.1007/springerreference_66110',
          statedAt: '2011-08-29T13:12:29.000Z',
          citations: 0,
          links: [
            {
              kind: 'page',
              url: 'http://www.springerreference.com/index/doi/10.1007/SpringerReference_66110',
            },
          ],
        },
      },
      {
        // In print in 2020, online on a day of it.
        record: {
          published: { value: '2020-11-13', precision: 'day' },
          license: 'http://www.springer.com/tdm',
        },
      },
      { record: { key: '10.1109/afrcon.2009.5308146', published: { value: '2009-09', precision: 'month' } } },
    ]);
    expect(items[1]?.ok && items[1].record).not.toHaveProperty('published');
    const report = await ingest(store, items, { kind: 'import', origin: 'test' });
    expect(report).toMatchObject({ accepted: 4, rejected: 0, created: 4 });
    const [paper] = await store.query<{ abstract: string }>(
      `select abstract from papers where venue = 'Genome Biology'`,
    );
    expect(paper?.abstract).toMatch(/^CRISPR base editors enable/);
  });

  it('has people, organisations, ORCIDs and places', async () => {
    const record = await readWork({
      author: [
        {
          given: 'Ada',
          family: 'Lovelace',
          suffix: 'Jr.',
          ORCID: 'http://orcid.org/0000-0002-1825-0097',
          affiliation: [{ name: 'Ockham Park' }, { name: 'London' }, { id: [] }],
        },
        { family: 'Plato', affiliation: null },
        { name: 'The ATLAS Collaboration' },
        { given: '', family: '' },
        'Nobody',
      ],
    });
    expect(record).toMatchObject({
      authors: [
        { name: 'Ada Lovelace Jr.', orcid: '0000-0002-1825-0097', affiliation: 'Ockham Park; London' },
        { name: 'Plato' },
        { name: 'The ATLAS Collaboration' },
      ],
    });
  });

  it.each([
    [{ 'published-online': { 'date-parts': [[2026, 2, 29]] } }, '2026-04-27'],
    [{ published: { 'date-parts': [[2026]] } }, '2026'],
    [{ published: { 'date-parts': [[2026, 4]] }, issued: { 'date-parts': [[2026, 3]] } }, '2026-03'],
    [{ published: null, posted: { 'date-parts': [[2026, 1, 5]] } }, '2026-01-05'],
    [{ published: { 'date-parts': [[null]] } }, undefined],
    [{ published: { 'date-parts': [] } }, undefined],
    [{ published: { 'date-parts': '2026' } }, undefined],
    [{ published: { 'date-parts': [[2026, 'May']] } }, undefined],
    [{ published: { 'date-parts': [[26, 1, 1]] } }, undefined],
  ])('is dated as precisely as it says: %j', async (change, value) => {
    const record = await readWork(change);
    expect(record && 'published' in record ? record.published?.value : undefined).toBe(value);
  });

  it.each([
    [{ 'updated-by': [{ type: 'retraction', DOI: '10.1186/x' }] }, true],
    [{ 'updated-by': [{ type: 'correction', DOI: '10.1186/x' }] }, false],
    [{ title: ['RETRACTED ARTICLE: BEstimate'] }, true],
    [{ title: ['Retracted sounds: a study'] }, false],
  ])('is withdrawn or not: %j', async (change, withdrawn) => {
    expect(await readWork(change)).toMatchObject({ withdrawn });
  });

  it('that is only a notice is passed over, a new edition is not', async () => {
    expect(await readWork({ 'update-to': [{ type: 'correction', DOI: '10.1186/x' }] })).toBeUndefined();
    expect(await readWork({ 'update-to': [{ type: 'new_version', DOI: '10.1186/x' }] })).toMatchObject({
      source: 'crossref',
    });
  });

  it('remembers its preprint, which its title may confirm', async () => {
    const record = await readWork({
      relation: {
        'has-preprint': [
          { 'id-type': 'doi', id: '10.1101/2025.01.01.1' },
          { 'id-type': 'arxiv', id: '2501.00001' },
          { 'id-type': 'doi', id: best['DOI'] },
          null,
        ],
        'is-supplement-to': [{ 'id-type': 'doi', id: '10.1/no' }],
      },
    });
    expect(record).toMatchObject({
      identities: [
        { value: '10.1186/s13059-026-04077-z', confirmed: true },
        { scheme: 'doi', value: '10.1101/2025.01.01.1', confirmed: false },
        { scheme: 'arxiv', value: '2501.00001', confirmed: false },
      ],
    });
  });

  it('has subtitle, volume, pages and the licence that permits most', async () => {
    const record = await readWork({
      title: ['BEstimate:'],
      subtitle: ['a computational tool'],
      volume: '27',
      issue: '1',
      'article-number': '45',
      license: [
        {
          URL: 'https://www.springernature.com/gp/researchers/text-and-data-mining',
          'content-version': 'tdm',
        },
        { URL: 'https://creativecommons.org/licenses/by/4.0', 'content-version': 'vor' },
      ],
    });
    expect(record).toMatchObject({
      title: 'BEstimate: a computational tool',
      journalRef: 'Genome Biology 27(1), 45',
      license: 'https://creativecommons.org/licenses/by/4.0',
    });
  });

  it.each([
    ['DOI', { DOI: 'none' }],
    ['DOI', { DOI: 5 }],
    ['title', { title: [] }],
    ['title', { title: [''] }],
    ['title', { title: 'BEstimate' }],
  ])('with a bad %s becomes a reject that says so: %j', async (field, change) => {
    expect(await readWork(change)).toMatchObject({ source: 'crossref', field });
  });

  it('that is no object becomes a reject, and the rest goes on', async () => {
    const odd = replay.service('odd', () =>
      json({ status: 'ok', message: { 'total-results': 3, items: [null, 'x', best] } }),
    );
    const { steps } = await run({ options: { baseUrl: odd, from: '2026-05-01' } });
    expect(itemsOf(steps)).toMatchObject([
      { ok: false, reject: { position: '2026-05-01 work 1' } },
      { ok: false },
      { ok: true },
    ]);
  });
});

describe('trouble', () => {
  it('passes: faults of the network cost nothing', async () => {
    for (const fault of ['too-many', 'html', 'cut', 'unavailable', 'wrong-type'] as const) {
      replay.faults.plan({ service: 'crossref', fault });
    }
    const { error, steps } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toHaveLength(4);
  });

  it('is told with what to do where a filter is refused', async () => {
    const { error } = await run({ options: { filters: ['has-glamour:true'] } });
    expect(error).toMatchObject({
      failure: 'content',
      message: expect.stringContaining('has-glamour'),
      hint: expect.stringContaining('filters'),
    });
    expect(replay.log).toHaveLength(1);
  });

  it.each([
    [{ status: 404, type: 'text/plain', body: 'Resource not found.' }, /Resource not found/],
    [{ type: 'application/json', body: '{"status":"ok","message":{}}' }, /no list of works/],
    [{ type: 'application/json', body: '[]' }, /no list of works/],
  ])('is told where the answer is another: %j', async (answer, words) => {
    baseUrl = replay.service('wrong', () => answer);
    const { error } = await run();
    expect(error).toMatchObject({ failure: 'content', message: expect.stringMatching(words) });
  });

  it('slows down where the headers ask for it, and stops where they ask for too much', async () => {
    open({ limit: { requests: 20, interval: '42s' } });
    const begun = performance.now();
    await run({ options: { from: '2026-04-30' } });
    expect(performance.now() - begun).toBeGreaterThan(190);
    open({ limit: { requests: 1, interval: '3600s' } });
    const { steps, error } = await run();
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });

  it('ends between two pages when the program does', async () => {
    const program = new AbortController();
    const { steps, error } = await run({ signal: program.signal, take: async () => program.abort() });
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });
});

it('runs once a day, and knows what an ISSN is', () => {
  const options = crossref.options.parse({});
  expect(crossref.nextRun(new Date('2026-05-01T04:40:00Z'), options)).toEqual(
    new Date('2026-05-02T04:40:00Z'),
  );
  expect(crossref.options.safeParse({ issns: ['1474760X'] }).success).toBe(false);
  expect(crossref.options.safeParse({ filters: ['a:b,c:d'] }).success).toBe(false);
  expect(crossref.options.safeParse({ rows: 5000 }).success).toBe(false);
});
