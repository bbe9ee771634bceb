import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { biorxiv, medrxiv, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { biorxivService, type Row } from '../replay/biorxiv.ts';
import { json } from '../replay/json-answer.ts';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { openTestStore } from '@broadsheet/papers/testing';
import { keysIn, runSource, type RunSetting } from './run-source.ts';

const recorded = JSON.parse(
  await readFile(new URL('../fixtures/sources/biorxiv-details.json', import.meta.url), 'utf8'),
) as { collection: [Row] };
const [macaques] = recorded.collection;

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let rows: Row[];
let baseUrl: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  // Sunday morning in New York.
  clock = virtualClock('2026-08-02T11:00:00Z');
  replay = await startReplay({ clock });
  rows = [macaques];
  baseUrl = replay.service('biorxiv', (request) => biorxivService({ rows })(request));
});
afterEach(() => replay.close());

function run({ options, ...rest }: Partial<RunSetting> = {}, source = biorxiv) {
  return runSource(source, { store, clock, options: { baseUrl, ...(options as object) }, ...rest });
}

const itemsOf = (steps: readonly Step[]) => steps.flatMap(({ items }) => items);
const asked = () => replay.log.map(({ path }) => path.replace(/^\/biorxiv\/details\//, ''));

/** The record, or the reject, of one row. */
async function readRow(change: Row) {
  rows = [{ ...macaques, ...change }];
  const { steps, error } = await run();
  expect(error).toBeNull();
  const [item] = itemsOf(steps);
  return item?.ok ? item.record : item?.reject;
}

describe('the days', () => {
  it('go back three days at first, and then to the day before the last one', async () => {
    const first = await run();
    expect(first.error).toBeNull();
    expect(asked()).toEqual([
      'biorxiv/2026-07-30/2026-07-30/0/json',
      'biorxiv/2026-07-31/2026-07-31/0/json',
      'biorxiv/2026-08-01/2026-08-01/0/json',
      'biorxiv/2026-08-02/2026-08-02/0/json',
    ]);
    expect(first.cursor).toMatchObject({ day: '2026-08-02' });
    clock.moveTo(new Date('2026-08-03T11:00:00Z'));
    await run({ cursor: first.cursor });
    expect(asked().slice(4)).toEqual([
      'biorxiv/2026-08-01/2026-08-01/0/json',
      'biorxiv/2026-08-02/2026-08-02/0/json',
      'biorxiv/2026-08-03/2026-08-03/0/json',
    ]);
    expect(politeness(replay.log, 'biorxiv')).toMatchObject({ together: 1 });
    expect(politeness(replay.log, 'biorxiv').closest).toBeGreaterThanOrEqual(2000);
  });

  it.each([30, 100])('are read whole, with %i rows on a page', async (pageSize) => {
    rows = Array.from({ length: 205 }, (_, at) => ({
      ...macaques,
      doi: `10.64898/2026.07.31.${100_000 + at}`,
    }));
    baseUrl = replay.service('other', biorxivService({ rows, pageSize }), 'biorxiv');
    const { steps, error } = await run({ options: { from: '2026-08-01' } });
    expect(error).toBeNull();
    expect(new Set(keysIn(steps)).size).toBe(205);
    expect(replay.log.filter(({ path }) => path.includes('2026-08-01/2026-08-01'))).toHaveLength(
      Math.ceil(205 / pageSize),
    );
  });

  it('stop where the total promises more than there is', async () => {
    baseUrl = replay.service('boasting', ({ path }) =>
      path.endsWith('/0/json')
        ? json({ messages: [{ status: 'ok', total: '31', count: 1, cursor: 0 }], collection: [macaques] })
        : json({ messages: [{ status: 'no posts found' }], collection: [] }),
    );
    const { error, cursor } = await run();
    expect(error).toBeNull();
    expect(cursor).toMatchObject({ day: '2026-08-02' });
  });

  it('go back further once, where an earlier day is set later', async () => {
    const { cursor } = await run();
    const before = asked().length;
    const back = await run({ cursor, options: { from: '2026-07-15' } });
    expect(asked()[before]).toContain('2026-07-15');
    const after = asked().length;
    await run({ cursor: back.cursor, options: { from: '2026-07-15' } });
    expect(asked()[after]).toContain('2026-08-01');
  });

  it('go on behind the last whole day when a run was killed', async () => {
    let steps = 0;
    const killed = await run({
      take: async () => {
        if (++steps === 3) throw new Error('killed');
      },
    });
    expect(killed.cursor).toMatchObject({ day: '2026-07-31' });
    const before = asked().length;
    await run({ cursor: killed.cursor });
    expect(asked()[before]).toContain('2026-07-30');
  });

  it('are those of medRxiv as well, at the same pace', async () => {
    rows = [{ ...macaques, server: 'medRxiv', category: 'Health Informatics' }];
    const { steps } = await run({}, medrxiv);
    expect(asked()[0]).toBe('medrxiv/2026-07-30/2026-07-30/0/json');
    const [item] = itemsOf(steps);
    expect(item?.ok && item.record).toMatchObject({
      source: 'medrxiv',
      categories: ['medrxiv.health-informatics'],
    });
    expect(medrxiv.etiquette).toEqual(biorxiv.etiquette);
  });
});

describe('a preprint', () => {
  it('is read from a recorded answer', async () => {
    const { steps } = await run();
    expect(itemsOf(steps)).toMatchObject([
      {
        ok: true,
        record: {
          source: 'biorxiv',
          key: '10.64898/2026.07.31.741992',
          version: 1,
          identities: [{ scheme: 'doi', value: '10.64898/2026.07.31.741992', confirmed: true }],
          title: 'Sound-shape correspondences in macaques reveal evolutionary roots of sound symbolism',
          authors: [
            { name: 'Loconsole, M.', affiliation: 'University of Padova' },
            { name: 'Xue, C.' },
            { name: 'Garcia-Pelegrin, E.' },
          ],
          categories: ['biorxiv.animal-behavior-and-cognition'],
          keywords: ['animal behavior and cognition'],
          published: { value: '2026-08-01', precision: 'day' },
          license: 'CC BY-NC-ND 4.0',
          links: [
            { kind: 'page', url: 'https://www.biorxiv.org/content/10.64898/2026.07.31.741992v1' },
            { kind: 'pdf', url: 'https://www.biorxiv.org/content/10.64898/2026.07.31.741992v1.full.pdf' },
          ],
          withdrawn: false,
        },
      },
    ]);
  });

  it('and its later versions become one paper, announced on the day of the first', async () => {
    rows = [
      macaques,
      { ...macaques, version: '2', date: '2026-08-02', published: '10.1038/s41586-026-00001-1' },
    ];
    const { steps } = await run();
    const report = await ingest(store, itemsOf(steps), { kind: 'import', origin: 'biorxiv' });
    expect(report).toMatchObject({ accepted: 2, rejected: 0, created: 1 });
    const [paper] = await store.query(
      `select p.announced_on::text as day, p.versions, p.license, p.categories,
              (select array_agg(value order by value) from identities where paper_id = p.id) as names
         from papers p join identities i on i.paper_id = p.id where i.value = '10.64898/2026.07.31.741992'`,
    );
    expect(paper).toMatchObject({
      day: '2026-08-01',
      names: ['10.1038/s41586-026-00001-1', '10.64898/2026.07.31.741992'],
      categories: ['biorxiv.animal-behavior-and-cognition'],
    });
    const again = await ingest(store, itemsOf(steps), { kind: 'import', origin: 'biorxiv' });
    expect(again.unchanged).toBe(2);
  });

  it.each([
    [
      'AO_SCPLOWBSTRACTC_SCPLOWManual annotation of MO_SCPLOWETAC_SCPLOWMO_SCPLOWUSEC_SCPLOW remains.',
      'Manual annotation of METAMUSE remains.',
    ],
    [
      'Abstract/SummaryO_ST_ABSBackgroundC_ST_ABSCollaborative programs. O_LIOneC_LIO_LITwoC_LI',
      /^Background: Collaborative programs\.\s+One\s+Two$/,
    ],
    ['We show. O_FIG O_LINKSMALLFIG WIDTH=200 SRC="FIGDIR/a.gif" C_FIG The end.', /^We show\.\s+The end\.$/],
    ['Abstract representations are hard to find.', 'Abstract representations are hard to find.'],
    ['We use CO_FIGURES and O_FIGS.', 'We use CO_FIGURES and O_FIGS.'],
  ])('loses the marks of the publishing system: %s', async (abstract, plain) => {
    const record = await readRow({ abstract });
    expect(record).toMatchObject({
      abstract: typeof plain === 'string' ? plain : expect.stringMatching(plain),
    });
  });

  it.each([
    { title: 'WITHDRAWN: Sound-shape correspondences' },
    { abstract: 'The authors have withdrawn this manuscript owing to an error.' },
    { abstract: 'Withdrawal Statement. The authors…' },
  ])('that was withdrawn says so: %o', async (change) => {
    expect(await readRow({ version: '2', ...change })).toMatchObject({ withdrawn: true });
  });

  it.each([
    ['doi', { doi: 'NA' }],
    ['doi', { doi: null }],
    ['title', { title: '' }],
    ['title', { title: 7 }],
    ['version', { version: 'two' }],
    ['version', { version: '0' }],
    ['date', { date: '2026-02-30', server: 'bioRxiv' }],
  ])('with a bad %s becomes a reject that says so', async (field, change) => {
    // The replay finds rows by their date.
    baseUrl = replay.service('one', ({ path }) =>
      path.includes('/2026-08-01/2026-08-01/0/')
        ? json({
            messages: [{ status: 'ok', total: '2' }],
            collection: [{ ...macaques, ...change }, macaques],
          })
        : json({ messages: [{ status: 'no posts found' }], collection: [] }),
    );
    const { steps, error } = await run();
    expect(error).toBeNull();
    expect(itemsOf(steps)).toMatchObject([
      { ok: false, reject: { source: 'biorxiv', position: '2026-08-01 item 1', field } },
      { ok: true },
    ]);
  });

  it('that is no object becomes a reject', async () => {
    baseUrl = replay.service('odd', () =>
      json({ messages: [{ status: 'ok', total: 2 }], collection: [null, ['a']] }),
    );
    const { steps } = await run({ options: { from: '2026-08-02' } });
    expect(itemsOf(steps).map((item) => item.ok)).toEqual([false, false]);
  });

  it('lives with what is missing', async () => {
    const record = await readRow({
      authors: 'NA',
      author_corresponding: null,
      author_corresponding_institution: undefined,
      license: 'cc_new',
      category: '',
      abstract: 5,
      published: null,
    });
    expect(record).toMatchObject({
      authors: [],
      license: 'cc_new',
      categories: [],
      keywords: [],
      abstract: '',
    });
  });

  it('keeps long subjects within the addresses of the site', async () => {
    const record = await readRow({
      category: 'Endocrinology (including Diabetes Mellitus and Metabolic Disease)',
    });
    expect(record).toMatchObject({ categories: ['biorxiv.endocrinology'] });
  });

  it('is left out where only other subjects are wanted', async () => {
    rows = [macaques, { ...macaques, doi: '10.64898/2026.07.31.1', category: 'Cell Biology' }];
    const { steps } = await run({ options: { subjects: ['cell biology'] } });
    expect(keysIn(steps)).toEqual(['10.64898/2026.07.31.1v1']);
  });
});

describe('trouble', () => {
  it('asks again where an answer is empty, as the service gives them under load', async () => {
    let empty = 2;
    baseUrl = replay.service('loaded', (request) =>
      empty-- > 0 ? { type: 'application/json', body: '' } : biorxivService({ rows })(request),
    );
    const { steps, error } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual(['10.64898/2026.07.31.741992v1']);
  });

  it.each([
    [{ messages: [{ status: 'error: database is down' }], collection: [] }, /database is down/],
    [{ messages: [] }, /no list of preprints/],
    [[], /no list of preprints/],
    ['sorry', /no list of preprints/],
  ])('is told, and is never taken for an empty day: %j', async (body, words) => {
    baseUrl = replay.service('wrong', () => json(body));
    const { error, cursor } = await run();
    expect(error).toMatchObject({ failure: 'content', message: expect.stringMatching(words) });
    expect(cursor).toBeNull();
  });

  it('stands until the limit of the day where a listing never ends', async () => {
    let number = 0;
    baseUrl = replay.service('endless', () =>
      json({
        messages: [{ status: 'ok' }],
        collection: Array.from({ length: 2500 }, () => ({ ...macaques, doi: `10.1101/${++number}` })),
      }),
    );
    const { error, steps } = await run({ options: { from: '2026-08-02' } });
    expect(error).toBeNull();
    expect(steps).toHaveLength(4);
  });

  it('passes: faults of the network cost nothing', async () => {
    replay.faults.plan({ service: 'biorxiv', fault: 'unavailable', times: 2 });
    replay.faults.plan({ service: 'biorxiv', fault: 'html' });
    replay.faults.plan({ service: 'biorxiv', fault: 'cut' });
    const { error, steps } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual(['10.64898/2026.07.31.741992v1']);
  });

  it('ends between two pages when the program does', async () => {
    const program = new AbortController();
    const { steps, error } = await run({ signal: program.signal, take: async () => program.abort() });
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });

  it('starts anew where it cannot read its cursor', async () => {
    await run({ cursor: { day: 'yesterday' } });
    expect(asked()[0]).toContain('2026-07-30');
  });
});

it('runs once a day, in the morning of New York', () => {
  const options = biorxiv.options.parse({});
  expect(biorxiv.nextRun(new Date('2026-08-02T11:00:00Z'), options)).toEqual(
    new Date('2026-08-03T11:00:00Z'),
  );
  expect(medrxiv.nextRun(new Date('2026-08-02T11:00:00Z'), options)).toEqual(
    new Date('2026-08-02T11:20:00Z'),
  );
  expect(biorxiv.options.safeParse({ from: '2026-13-01' }).success).toBe(false);
  expect(biorxiv.options.safeParse({ category: 'x' }).success).toBe(false);
});
