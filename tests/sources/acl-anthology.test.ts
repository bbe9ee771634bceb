import { readFile } from 'node:fs/promises';
import { ingest, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { aclAnthology, type Step } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anthologyService, type AnthologyContent } from '../replay/acl-anthology.ts';
import { json } from '../replay/json-answer.ts';
import { politeness } from '../replay/politeness.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { keysIn, runSource, type RunSetting } from './run-source.ts';

const file = (name: string) =>
  readFile(new URL(`../fixtures/sources/acl-${name}.xml`, import.meta.url), 'utf8');
const acl = await file('2026.acl');
const tacl = await file('2025.tacl');

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let content: AnthologyContent;
let address: string;

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock('2026-07-01T05:50:00Z');
  replay = await startReplay({ clock });
  content = { files: { '2025.tacl': tacl, '2026.acl': acl, '2024.acl': '<collection id="2024.acl"/>' } };
  address = replay.service('acl', (request) => anthologyService(content)(request));
});
afterEach(() => replay.close());

function run({ options, ...rest }: Partial<RunSetting> = {}) {
  return runSource(aclAnthology, {
    store,
    clock,
    options: { listingUrl: `${address}/tree`, baseUrl: `${address}/xml`, ...(options as object) },
    ...rest,
  });
}

const itemsOf = (steps: readonly Step[]) => steps.flatMap(({ items }) => items);
const asked = () => replay.log.map(({ path }) => path.replace('/acl/', ''));

/** A collection of one volume with these papers. */
function collection(name: string, papers: string, { volume = 'long', meta = '' } = {}) {
  return `<?xml version='1.0' encoding='UTF-8'?><collection id="${name}"><volume id="${volume}" ingest-date="2026-06-22">
    <meta><booktitle>Proceedings</booktitle><year>2026</year>${meta}</meta>${papers}</volume></collection>`;
}

/** The record, or the reject, of one paper. */
async function readPaper(paper: string, name = '2026.acl', volume = 'long') {
  content = { files: { [name]: collection(name, paper, { volume }) } };
  const { steps, error } = await run({ options: { collections: [name] } });
  expect(error).toBeNull();
  const [item] = itemsOf(steps);
  return item?.ok ? item.record : item?.reject;
}

describe('the collections', () => {
  it('of this year and the last are read, the newest first, and then only those that changed', async () => {
    const first = await run();
    expect(first.error).toBeNull();
    expect(asked()).toEqual(['tree', 'xml/2026.acl.xml', 'xml/2025.tacl.xml']);
    expect(keysIn(first.steps)).toEqual(['2026.acl-long.1v0', '2026.acl-long.5v0', '2025.tacl-1.1v0']);
    expect(politeness(replay.log, 'acl')).toMatchObject({ together: 1 });
    expect(politeness(replay.log, 'acl').closest).toBeGreaterThanOrEqual(2000);

    const second = await run({ cursor: first.cursor });
    expect(second.steps).toEqual([]);
    expect(replay.log.at(-1)).toMatchObject({ status: 304 });

    content = { files: { ...content.files, '2025.tacl': tacl.replace('Dolomites', 'Alps') } };
    const third = await run({ cursor: first.cursor });
    expect(asked().slice(4)).toEqual(['tree', 'xml/2025.tacl.xml']);
    expect(keysIn(third.steps)).toEqual(['2025.tacl-1.1v0']);
  });

  it('that are wanted besides are read without what is read already', async () => {
    const { cursor } = await run();
    await run({ cursor, options: { fromYear: 2024 } });
    expect(asked().slice(3)).toEqual(['tree', 'xml/2024.acl.xml']);
  });

  it('may be chosen, old ones too', async () => {
    content = { files: { ...content.files, P19: collection('P19', '', { volume: '1' }) } };
    await run({ options: { collections: ['P19', '2026.acl'] } });
    expect(asked()).toEqual(['tree', 'xml/2026.acl.xml', 'xml/P19.xml']);
  });

  it('with thousands of papers come in batches, and are read again from the start when one was lost', async () => {
    const papers = Array.from(
      { length: 1200 },
      (_, at) => `<paper id="${at + 1}"><title>Paper ${at}</title></paper>`,
    ).join('');
    content = { files: { '2026.acl': collection('2026.acl', papers) } };
    let steps = 0;
    const killed = await run({
      take: async () => {
        if (++steps === 3) throw new Error('killed');
      },
    });
    expect(killed.steps.map(({ items }) => items.length)).toEqual([500, 500]);
    const rest = await run({ cursor: killed.cursor });
    expect(new Set(keysIn(rest.steps)).size).toBe(1200);
    expect((await run({ cursor: rest.cursor })).steps).toEqual([]);
  });

  it('that are broken, or went away, cost only themselves, and are asked for again', async () => {
    content = {
      files: {
        '2026.acl': `${acl.slice(0, acl.indexOf('<paper id="5">'))}<paper id="5"><title>Half`,
        '2026.gone': acl,
        '2026.naacl': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><collection id="2026.naacl"/>',
        '2025.tacl': tacl,
      },
      gone: ['2026.gone'],
    };
    const { steps, error, cursor } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual(['2026.acl-long.1v0', '2025.tacl-1.1v0']);
    expect(
      itemsOf(steps).flatMap((item) => (item.ok ? [] : [[item.reject.position, item.reject.reason]])),
    ).toEqual([
      ['2026.acl.xml', expect.stringContaining('2026.acl.xml of the ACL Anthology cannot be read')],
      ['2026.gone.xml', expect.stringContaining('404')],
      ['2026.naacl.xml', expect.stringContaining('document type')],
    ]);
    content = { files: { '2026.acl': acl, '2026.gone': acl, '2025.tacl': tacl } };
    const before = asked().length;
    await run({ cursor });
    expect(asked().slice(before)).toEqual(['tree', 'xml/2026.acl.xml', 'xml/2026.gone.xml']);
  });
});

describe('a paper', () => {
  it('is read from recorded files, and admitted by ingest', async () => {
    const { steps } = await run();
    expect(itemsOf(steps)).toMatchObject([
      {
        record: {
          source: 'acl',
          key: '2026.acl-long.1',
          identities: [
            { scheme: 'acl', value: '2026.acl-long.1', confirmed: true },
            { scheme: 'doi', value: '10.18653/v1/2026.acl-long.1', confirmed: true },
          ],
          title: 'OctoTools: A Multi-Agent Framework with Extensible Tools for Complex Reasoning',
          abstract: expect.stringMatching(
            /^Solving .+ publicly available at https:\/\/octotools\.github\.io\/\.$/,
          ),
          authors: [
            { name: 'Pan Lu' },
            { name: 'Bowen Chen', orcid: '0000-0002-5822-0976', affiliation: 'Stanford University' },
          ],
          venue:
            'Proceedings of the 64th Annual Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)',
          published: { value: '2026-06-22', precision: 'day' },
          license: 'CC BY 4.0',
          links: [
            { kind: 'page', url: 'https://aclanthology.org/2026.acl-long.1/' },
            { kind: 'pdf', url: 'https://aclanthology.org/2026.acl-long.1.pdf' },
          ],
          withdrawn: false,
        },
      },
      { record: { key: '2026.acl-long.5', abstract: '' } },
      {
        record: {
          key: '2025.tacl-1.1',
          venue: 'Transactions of the Association for Computational Linguistics',
          journalRef: 'Transactions of the Association for Computational Linguistics 13, 1–29',
          published: { value: '2025', precision: 'year' },
          links: [{ kind: 'page' }, { kind: 'pdf', url: 'https://aclanthology.org/2025.tacl-1.1.pdf' }],
        },
      },
    ]);
    const report = await ingest(store, itemsOf(steps), { kind: 'import', origin: 'acl' });
    expect(report).toMatchObject({ accepted: 3, rejected: 0, created: 3 });
    const again = await ingest(store, itemsOf(steps), { kind: 'import', origin: 'acl' });
    expect(again).toMatchObject({ unchanged: 3 });
  });

  it('has formulas, mark-up and entities', async () => {
    const paper = `<paper id="1"><title>On <tex-math>n^2</tex-math> &amp; <b>b<i>i</i></b> &lt;unk&gt; for <tex-math>a$b</tex-math></title></paper>`;
    expect(await readPaper(paper)).toMatchObject({ title: 'On $n^2$ & bi <unk> for a$b' });
  });

  it('that was retracted says so, and why; an award is told too', async () => {
    const retracted = `<paper id="1"><title>Oh</title><retracted date="2022-05-06">Meant for the <b>other</b> track.</retracted></paper>`;
    expect(await readPaper(retracted)).toMatchObject({
      withdrawn: true,
      comment: 'Retracted: Meant for the other track.',
    });
    const awarded =
      '<paper id="1"><title>Ah</title><award>Best Paper</award><award>Test of Time</award></paper>';
    expect(await readPaper(awarded)).toMatchObject({ withdrawn: false, comment: 'Best Paper. Test of Time' });
  });

  it.each([
    ['P19', '1', '7', 'P19-1007'],
    ['W19', '5', '12', 'W19-0512'],
    ['C69', '1', '1', 'C69-0101'],
    ['D19', '1', '3', 'D19-1003'],
    ['D19', '61', '3', 'D19-6103'],
    ['2020.acl', 'main', '740', '2020.acl-main.740'],
  ])('of %s, volume %s, has the id of the site', async (name, volume, number, key) => {
    expect(await readPaper(`<paper id="${number}"><title>T</title></paper>`, name, volume)).toMatchObject({
      key,
      identities: [{ scheme: 'acl', value: key }],
    });
  });

  it.each([
    ['title', '<paper id="1"><title> </title></paper>'],
    ['title', '<paper id="1"/>'],
    ['id', '<paper><title>T</title></paper>'],
    ['id', '<paper id="../../x"><title>T</title></paper>'],
  ])('with a bad %s becomes a reject that says so', async (field, paper) => {
    expect(await readPaper(paper)).toMatchObject({ source: 'acl', field });
  });

  it('lies elsewhere, has videos, and authors without a first name', async () => {
    const paper = `<paper id="1"><title>T</title><author><last>Plato</last></author><author orcid="no"/>
      <url>http://www.lrec-conf.org/proceedings/1.pdf</url><video href="2026.acl-long.1.mp4"/>
      <video href="https://vimeo.com/1"/><video/></paper>`;
    expect(await readPaper(paper)).toMatchObject({
      authors: [{ name: 'Plato' }],
      links: [
        { kind: 'page' },
        { kind: 'pdf', url: 'http://www.lrec-conf.org/proceedings/1.pdf' },
        { kind: 'media', url: 'https://aclanthology.org/2026.acl-long.1.mp4' },
        { kind: 'media', url: 'https://vimeo.com/1' },
        { kind: 'media' },
      ],
    });
  });

  it('does not get the venue of another volume, nor of an event', async () => {
    const xml = `<collection id="2026.x"><volume id="1"><meta><booktitle>One</booktitle><year>2026</year><month>May 3-5</month></meta>
      <paper id="1"><title>A</title></paper></volume><volume id="2"><paper id="1"><title>B</title></paper></volume>
      <event id="x-2026"><meta><title>X</title><booktitle>Event</booktitle></meta></event>
      <volume id="3"><meta><booktitle>Three</booktitle><year>1999</year></meta><paper id="1"><title>C</title></paper></volume></collection>`;
    content = { files: { '2026.x': xml } };
    const { steps } = await run();
    const said = itemsOf(steps).flatMap((item) =>
      item.ok ? [[item.record.key, item.record.venue, item.record.published?.value]] : [],
    );
    expect(said).toEqual([
      ['2026.x-1.1', 'One', '2026-05'],
      ['2026.x-2.1', undefined, undefined],
      ['2026.x-3.1', 'Three', '1999'],
    ]);
  });

  it('that was put in years later bears the month of its conference', async () => {
    const xml = collection('2026.acl', '<paper id="1"><title>T</title></paper>').replace(
      '<year>2026</year>',
      '<year>1987</year><month>July</month><publisher>Association for Computational Linguistics</publisher>',
    );
    content = { files: { '2026.acl': xml } };
    const { steps } = await run();
    expect(itemsOf(steps)[0]).toMatchObject({
      record: { published: { value: '1987-07', precision: 'month' }, license: 'CC BY-NC-SA 3.0' },
    });
  });
});

describe('trouble', () => {
  it('passes: faults of the network cost nothing', async () => {
    for (const fault of ['too-many', 'html', 'cut', 'drip'] as const) {
      replay.faults.plan({ service: 'acl', fault });
    }
    const { error, steps } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toHaveLength(3);
  });

  it.each([[{ message: 'Not Found' }], [[]], [{ tree: 'none' }]])(
    'is told where the listing is none: %j',
    async (body) => {
      const wrong = replay.service('wrong', () => json(body));
      const { error } = await run({ options: { listingUrl: wrong } });
      expect(error).toMatchObject({ failure: 'content', hint: expect.stringContaining('listingUrl') });
    },
  );

  it('passes over what is no collection, and asks again where the listing is cut', async () => {
    const odd = replay.service('odd', () =>
      json(
        { truncated: true, tree: [{ path: '../x.xml', sha: 'f'.repeat(40) }, null, { path: '2026.a.xml' }] },
        { headers: { etag: '"1"' } },
      ),
    );
    const { error, cursor } = await run({ options: { listingUrl: odd } });
    expect(error).toBeNull();
    expect(cursor).toMatchObject({ listing: null });
  });

  it('ends between two files when the program does', async () => {
    const program = new AbortController();
    const { steps, error } = await run({ signal: program.signal, take: async () => program.abort() });
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });

  it('starts anew where it cannot read its cursor', async () => {
    const { steps } = await run({ cursor: { files: [7] } });
    expect(keysIn(steps)).toHaveLength(3);
  });
});

it('runs once a day', () => {
  const options = aclAnthology.options.parse({});
  expect(aclAnthology.nextRun(new Date('2026-07-01T05:50:00Z'), options)).toEqual(
    new Date('2026-07-02T05:50:00Z'),
  );
  expect(aclAnthology.options.safeParse({ collections: ['../x'] }).success).toBe(false);
});
