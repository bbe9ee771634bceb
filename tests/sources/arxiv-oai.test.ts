import { readFile } from 'node:fs/promises';
import { announcementDay, newYorkInstant, type Store } from '@broadsheet/papers';
import { arxivOai, SourceError, type Cursor } from '@broadsheet/sources';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openArxiv, type ReplayedArxiv } from '../replay/arxiv.ts';
import { numberPapers, stateOf, type PaperEvent, type PaperHistory } from '../replay/arxiv-history.ts';
import { startReplay, type Replay } from '../replay/replay-server.ts';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock.ts';
import { openPoliteStore } from './polite-store.ts';
import { keysIn, runSource, type RunSetting } from './run-source.ts';

// Tuesday evening in New York, ten minutes after the publication of that day's papers.
const tuesday = '2026-10-21T02:40:00Z';

let store: Store;
let clock: VirtualClock;
let replay: Replay;
let arxiv: ReplayedArxiv;
let papers: PaperHistory[];

beforeAll(async () => {
  store = await openPoliteStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('delete from request_turns');
  clock = virtualClock(tuesday);
  replay = await startReplay({ clock });
  papers = [];
  arxiv = openArxiv(replay, () => papers, { pageSize: 3 });
});
afterEach(() => replay.close());

/** Papers of one category, one submitted at each of these instants. */
function submit(category: string, ...at: string[]): Omit<PaperHistory, 'id'>[] {
  return at.map((instant, index) => ({
    title: `Paper ${index} of ${instant} in ${category}`,
    abstract: 'What we did.',
    authors: ['Ada Lovelace', 'Émilie du Châtelet'],
    categories: [category],
    events: [{ kind: 'version', at: new Date(instant) }],
  }));
}

function run(setting: Partial<RunSetting> & { cursor?: Cursor } = {}) {
  const { options, ...rest } = setting;
  return runSource(arxivOai, {
    store,
    clock,
    options: { baseUrl: arxiv.oai, sets: ['cs'], ...(options as object) },
    ...rest,
  });
}

const asked = () => replay.log.map(({ path }) => new URLSearchParams(path.split('?')[1]));

describe('a harvest', () => {
  it('brings all versions of what a set changed, page by page, and asks for the day before next time', async () => {
    papers = numberPapers([
      ...submit('cs.LG', '2026-10-19T10:00:00Z', '2026-10-20T10:00:00Z', '2026-10-20T11:00:00Z'),
      ...submit('cs.CV', '2026-10-20T12:00:00Z', '2026-10-20T13:00:00Z'),
      ...submit('math.NT', '2026-10-20T13:30:00Z'),
    ]);
    const first = await run();
    expect(first.error).toBeNull();
    expect(first.steps.map(({ items }) => items.length)).toEqual([3, 2]);
    expect(keysIn(first.steps)).not.toContain('2610.00006v1');
    expect(asked()[0]?.get('from')).toBe('2026-10-14');
    expect(asked()[0]?.has('until')).toBe(false);
    expect(asked()[1]?.get('resumptionToken')).toContain('skip%3D3');

    clock.moveTo(new Date('2026-10-22T02:35:00Z'));
    const [paper, ...rest] = papers;
    if (paper === undefined) throw new Error('No paper.');
    const version: PaperEvent = { kind: 'version', at: new Date('2026-10-21T09:00:00Z'), withdrawn: true };
    papers = [{ ...paper, events: [...paper.events, version] }, ...rest];
    const second = await run({ cursor: first.cursor });
    expect(asked().at(-2)?.get('from')).toBe('2026-10-20');
    const [item] = second.steps
      .flatMap(({ items }) => items)
      .filter((each) => each.ok && each.record.version === 2);
    expect(item).toMatchObject({
      ok: true,
      record: {
        source: 'arxiv-oai',
        key: '2610.00001',
        published: { value: '2026-10-19T10:00:00.000Z' },
        withdrawn: true,
        versions: [{ number: 1 }, { number: 2 }],
      },
    });
  });

  it('takes an empty answer for what it is: nothing new', async () => {
    const { steps, error, cursor } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual([]);
    papers = numberPapers(submit('cs.LG', '2026-10-21T10:00:00Z'));
    clock.moveTo(new Date('2026-10-22T02:35:00Z'));
    expect(keysIn((await run({ cursor })).steps)).toEqual(['2610.00001v1']);
  });

  it('misses a record that slips through between two pages, and finds it the next time', async () => {
    papers = numberPapers(
      submit('cs.LG', ...['10', '11', '12', '13', '14'].map((minute) => `2026-10-20T10:${minute}:00Z`)),
    );
    const first = await run({
      // While the first page is taken in, arXiv edits a paper of it: the others move up by one row.
      take: async () => {
        const [paper, ...rest] = papers;
        if (paper === undefined || paper.events.length > 1) return;
        const edit: PaperEvent = { kind: 'edit', at: clock.now(), journalRef: 'J. Replay 1 (2026)' };
        papers = [{ ...paper, events: [...paper.events, edit] }, ...rest];
      },
    });
    expect(keysIn(first.steps)).not.toContain('2610.00004v1');
    clock.moveTo(newYorkInstant('2026-10-21', 6, 35));
    const second = await run({ cursor: first.cursor });
    expect(keysIn(second.steps)).toContain('2610.00004v1');
  });

  it('asks for everything where no set is named, and for nothing that arXiv calls too early', async () => {
    papers = numberPapers([...submit('math.NT', '2026-10-20T10:00:00Z')]);
    const { steps } = await run({ options: { sets: [], from: '1991-08-14' } });
    expect(keysIn(steps)).toEqual(['2610.00001v1']);
    expect(asked()[0]?.has('set')).toBe(false);
    expect(asked()[0]?.get('from')).toBe('2005-09-16');
  });

  it('ends a limited harvest once, and goes on behind it when the limit is gone', async () => {
    papers = numberPapers(
      submit(
        'cs.LG',
        '2026-10-13T10:00:00Z',
        '2026-10-14T10:00:00Z',
        '2026-10-15T10:00:00Z',
        '2026-10-20T10:00:00Z',
      ),
    );
    const options = { from: '2026-10-10', until: '2026-10-15' };
    const limited = await run({ options });
    expect(keysIn(limited.steps)).toEqual(['2610.00001v1', '2610.00002v1']);
    expect(limited.steps.flatMap(({ completeDays }) => completeDays ?? [])).toEqual([]);
    const requests = replay.log.length;
    expect((await run({ options, cursor: limited.cursor })).steps).toEqual([]);
    expect(replay.log).toHaveLength(requests);
    const open = await run({ cursor: limited.cursor });
    expect(keysIn(open.steps)).toEqual(expect.arrayContaining(['2610.00003v1', '2610.00004v1']));
  });

  it('goes back further when an earlier day is set later', async () => {
    papers = numberPapers(submit('cs.LG', '2026-09-02T10:00:00Z', '2026-10-20T10:00:00Z'));
    const { cursor, steps } = await run();
    expect(keysIn(steps)).toEqual(['2610.00001v1']);
    const back = await run({ cursor, options: { from: '2026-09-01' } });
    expect(keysIn(back.steps)).toContain('2609.00001v1');
    const requests = replay.log.length;
    await run({ cursor: back.cursor, options: { from: '2026-09-01' } });
    expect(asked()[requests]?.get('from')).toBe('2026-10-20');
  });

  it('starts anew where it cannot read its cursor', async () => {
    papers = numberPapers(submit('cs.LG', '2026-10-20T10:00:00Z'));
    const { steps } = await run({ cursor: { sets: { cs: { from: 7 } } } });
    expect(keysIn(steps)).toEqual(['2610.00001v1']);
  });
});

describe('a harvest that is killed', () => {
  beforeEach(() => {
    papers = numberPapers(
      submit(
        'cs.LG',
        ...['14', '15', '16', '19', '20'].flatMap((day) => [
          `2026-10-${day}T10:00:00Z`,
          `2026-10-${day}T11:00:00Z`,
        ]),
      ),
    );
  });

  /** Kills the run in its second step, which is lost. */
  async function kill() {
    let steps = 0;
    return run({
      take: async () => {
        if (++steps === 2) throw new Error('killed');
      },
    });
  }

  it('goes on in the middle while its token holds', async () => {
    const { cursor, steps } = await kill();
    expect(keysIn(steps)).toHaveLength(3);
    clock.moveTo(new Date('2026-10-21T20:00:00Z'));
    const requests = replay.log.length;
    const rest = await run({ cursor });
    expect(asked()[requests]?.get('resumptionToken')).toContain('skip%3D3');
    expect(new Set([...keysIn(steps), ...keysIn(rest.steps)]).size).toBe(10);
    expect(keysIn(rest.steps)).toHaveLength(7);
  });

  it('goes on a day before the last record when midnight has passed, not at the beginning', async () => {
    const { cursor, steps } = await kill();
    clock.moveTo(new Date('2026-10-22T00:00:00Z'));
    const requests = replay.log.length;
    const rest = await run({ cursor });
    expect(rest.error).toBeNull();
    // The third record was announced on Thursday the 15th: its datestamp is the 16th.
    expect(asked()[requests]?.get('from')).toBe('2026-10-15');
    expect(new Set([...keysIn(steps), ...keysIn(rest.steps)]).size).toBe(10);
  });

  it('does not use a token from before the evening’s publication behind it', async () => {
    clock = virtualClock('2026-10-21T01:00:00Z');
    const { cursor } = await kill();
    clock.moveTo(new Date('2026-10-21T02:35:00Z'));
    const requests = replay.log.length;
    await run({ cursor });
    expect(asked()[requests]?.has('resumptionToken')).toBe(false);
  });

  it('goes on there as well when arXiv refuses the token', async () => {
    const { cursor, steps } = await kill();
    const other = openArxiv(replay, () => papers, { pageSize: 3 });
    expect(other.oai).toBe(arxiv.oai); // a server that has forgotten its tokens
    const rest = await run({ cursor });
    expect(rest.error).toBeNull();
    expect(new Set([...keysIn(steps), ...keysIn(rest.steps)]).size).toBe(10);
  });

  it('gives up where every token is refused', async () => {
    const forgetful = replay.service('forgetful', async ({ query, now }) =>
      query.has('resumptionToken')
        ? { type: 'text/xml', body: '<OAI-PMH><error code="badResumptionToken">No.</error></OAI-PMH>' }
        : {
            type: 'text/xml',
            body: `<OAI-PMH><ListRecords><record><header><datestamp>${now.toISOString().slice(0, 10)}</datestamp></header></record>
              <resumptionToken>t</resumptionToken></ListRecords></OAI-PMH>`,
          },
    );
    const { error } = await run({ options: { baseUrl: forgetful } });
    expect(error).toBeInstanceOf(SourceError);
    expect(String(error)).toContain('badResumptionToken');
  });

  it('stops between two pages when the program ends', async () => {
    const program = new AbortController();
    const { steps, error } = await run({ signal: program.signal, take: async () => program.abort() });
    expect(error).toBeNull();
    expect(steps).toHaveLength(1);
  });
});

describe('what it tells', () => {
  it('counts days, and which of them are complete', async () => {
    papers = numberPapers([
      ...submit('cs.LG', ...['14', '15', '16', '19', '20'].map((day) => `2026-10-${day}T10:00:00Z`)),
      ...submit('stat.ML', '2026-10-20T10:30:00Z'),
    ]);
    const { steps } = await run({ options: { sets: ['cs', 'stat'] } });
    // 14 to 21 October, twice: the datestamps of the first page reach to Monday the 19th (Friday's papers, on Sunday).
    expect(steps.map(({ progress }) => progress)).toEqual([
      { done: 6, total: 16, unit: 'days' },
      { done: 8, total: 16, unit: 'days' },
      { done: 16, total: 16, unit: 'days' },
    ]);
    expect(steps.map(({ completeDays }) => completeDays)).toEqual([
      undefined,
      undefined,
      ['2026-10-14', '2026-10-15', '2026-10-18', '2026-10-19', '2026-10-20'],
    ]);
  });

  it('calls a day complete only after its publication', async () => {
    clock = virtualClock('2026-10-21T02:25:00Z');
    papers = numberPapers(submit('cs.LG', '2026-10-19T10:00:00Z', '2026-10-20T10:00:00Z'));
    const before = await run();
    expect(before.steps.at(-1)?.completeDays?.at(-1)).toBe('2026-10-19');
    clock.moveTo(new Date('2026-10-21T02:35:00Z'));
    const after = await run({ cursor: before.cursor });
    expect(after.steps.flatMap(({ completeDays }) => completeDays ?? [])).toEqual(['2026-10-20']);
  });

  it('does not trust an evening that brings nothing before the morning', async () => {
    papers = numberPapers(submit('cs.LG', '2026-10-19T10:00:00Z'));
    const evening = await run();
    expect(evening.steps.at(-1)?.completeDays?.at(-1)).toBe('2026-10-19');
    clock.moveTo(newYorkInstant('2026-10-21', 6, 35));
    const morning = await run({ cursor: evening.cursor });
    expect(morning.steps.at(-1)?.completeDays).toEqual(['2026-10-20']);
  });

  it('keeps a deleted record as a reject, and goes on', async () => {
    const deleting = replay.service('deleting', async () => ({
      type: 'text/xml',
      body: `<OAI-PMH><ListRecords><record><header status="deleted"><identifier>oai:arXiv.org:2610.00001</identifier>
        <datestamp>2026-10-20</datestamp></header></record><resumptionToken/></ListRecords></OAI-PMH>`,
    }));
    const { steps, error } = await run({ options: { baseUrl: deleting } });
    expect(error).toBeNull();
    expect(steps[0]?.items).toMatchObject([
      { ok: false, reject: { position: 'record oai:arXiv.org:2610.00001' } },
    ]);
  });

  it('tells an error of arXiv with its code and what to do', async () => {
    const { error } = await run({ options: { sets: ['cs:cs:XX'] } });
    expect(error).toMatchObject({ failure: 'content', message: expect.stringContaining('badArgument') });
    expect((error as SourceError).hint).toContain('sets');
  });

  it('does not take something else for an empty page', async () => {
    const wrong = replay.service('wrong', async () => ({
      type: 'text/xml',
      body: '<feed><title>Hello</title></feed>',
    }));
    const { error, steps } = await run({ options: { baseUrl: wrong } });
    expect(error).toMatchObject({ failure: 'content' });
    expect(steps).toEqual([]);
  });

  it('reads a page in spite of a control character in an abstract', async () => {
    const [paper] = submit('cs.LG', '2026-10-20T10:00:00Z');
    if (paper === undefined) throw new Error('No paper.');
    papers = numberPapers([{ ...paper, abstract: 'A form feed \f in here.' }]);
    const { steps, error } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual(['2610.00001v1']);
  });

  it('asks again for a page that breaks off or is broken inside', async () => {
    papers = numberPapers(submit('cs.LG', '2026-10-20T10:00:00Z'));
    replay.faults.plan({ service: 'arxiv-oai', fault: 'cut' });
    replay.faults.plan({ service: 'arxiv-oai', fault: 'broken' });
    const { steps, error } = await run();
    expect(error).toBeNull();
    expect(keysIn(steps)).toEqual(['2610.00001v1']);
    expect(replay.log).toHaveLength(3);
  });
});

it('reads a page as arXiv wrote it', async () => {
  const body = await readFile(new URL('../fixtures/sources/arxiv-oai-page.xml', import.meta.url), 'utf8');
  const recorded = replay.service('recorded', () => ({ type: 'application/xml', body }));
  const { steps, error, cursor } = await run({ options: { baseUrl: recorded } });
  expect(error).toBeNull();
  expect(keysIn(steps)).toContain('2609.12825v2');
  expect(cursor).toMatchObject({ sets: { cs: { last: '2026-09-24', harvest: null } } });
});

describe('when it runs', () => {
  it.each([
    ['2026-10-21T02:35:00Z', '2026-10-21T10:35:00.000Z'], // Tuesday 22:35 → Wednesday 06:35
    ['2026-10-21T10:35:00Z', '2026-10-22T02:35:00.000Z'],
    ['2026-10-23T10:35:00Z', '2026-10-26T02:35:00.000Z'], // Friday morning → Sunday evening
    ['2026-10-31T12:00:00Z', '2026-11-02T03:35:00.000Z'], // the clock goes back on Sunday
    ['2026-03-07T12:00:00Z', '2026-03-09T02:35:00.000Z'], // and forward on this one
  ])('after %s: %s', (after, next) => {
    expect(arxivOai.nextRun(new Date(after), arxivOai.options.parse({})).toISOString()).toBe(next);
  });

  it('has a choice of sets that fits the feeds’ categories', () => {
    expect(arxivOai.options.parse({})).toEqual({
      baseUrl: 'https://oaipmh.arxiv.org/oai',
      sets: ['cs', 'eess', 'stat'],
    });
    expect(arxivOai.options.safeParse({ from: '2026-02-30' }).success).toBe(false);
    expect(arxivOai.options.safeParse({ from: '2026-03-01', until: '2026-02-01' }).success).toBe(false);
    expect(arxivOai.options.safeParse({ form: '2026-03-01' }).success).toBe(false);
  });
});

it('the replay announces papers when arXiv does', () => {
  const [paper] = numberPapers(submit('cs.LG', '2026-10-20T10:00:00Z'));
  if (paper === undefined) throw new Error('No paper.');
  expect(announcementDay(new Date('2026-10-20T10:00:00Z'))).toBe('2026-10-20');
  expect(stateOf(paper, new Date('2026-10-21T02:29:59Z'), 'oai')).toBeNull();
  expect(stateOf(paper, new Date('2026-10-21T02:30:00Z'), 'oai')?.modified).toEqual(
    new Date('2026-10-21T00:00:00Z'),
  );
});
