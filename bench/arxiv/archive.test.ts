import { Readable } from 'node:stream';
import { ingest, parseArxivId, readPapers, type ReadItem, type Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive } from './archive.ts';
import { answerOai, tokenOn } from './oai-answer.ts';

const until = '2026-10-20';
const archive = makeArchive({ papers: 100_000, until });
/** Numbers from all over the archive. */
const some = Array.from({ length: 500 }, (_, at) => at * 200);

function answer(query: Record<string, string>, pageSize?: number): string {
  return answerOai(archive, new URLSearchParams({ verb: 'ListRecords', ...query }), {
    now: new Date('2026-10-20T12:00:00Z'),
    ...(pageSize === undefined ? {} : { pageSize }),
  });
}

function read(page: string): Promise<ReadItem[]> {
  return Array.fromAsync(readPapers(Readable.from([Buffer.from(page)]), { name: 'page.xml' }));
}

describe('makeArchive', () => {
  it('makes the same record of a number each time', () => {
    const again = makeArchive({ papers: 100_000, until });
    for (const number of some.slice(0, 20)) expect(again.paper(number)).toEqual(archive.paper(number));
    expect(archive.paper(7)).not.toEqual(archive.paper(8));
  });

  it('gives each record an id of its own that arXiv could have given', () => {
    const all = makeArchive({ papers: 5000, until });
    const ids = Array.from({ length: 5000 }, (_, number) => all.paper(number).id);
    expect(new Set(ids).size).toBe(5000);
    for (const id of ids) expect(parseArxivId(id), id).toEqual({ id });
    expect([ids[0], ids.at(-1)?.slice(0, 4)]).toEqual(['0704.0001', '2610']);
  });

  it('spreads datestamps in order over all of arXiv’s years', () => {
    const stamps = some.map((number) => archive.paper(number).datestamp);
    expect(stamps).toEqual(stamps.toSorted());
    expect(archive.paper(0).datestamp).toBe('2005-09-16');
    expect(archive.paper(99_999).datestamp).toBe(until);
    for (const number of some) {
      const { datestamp } = archive.paper(number);
      const first = archive.firstSince(datestamp);
      expect(archive.paper(first).datestamp).toBe(datestamp);
      if (first > 0) expect(archive.paper(first - 1).datestamp < datestamp).toBe(true);
    }
    expect(archive.firstSince('2026-10-21')).toBe(100_000);
  });

  it('writes titles and abstracts as long as real ones', () => {
    const papers = some.map((number) => archive.paper(number));
    const mean = papers.reduce((sum, { title }) => sum + title.length, 0) / papers.length;
    expect(mean).toBeGreaterThan(65);
    expect(mean).toBeLessThan(85);
    for (const { abstract } of papers) {
      expect(abstract.length).toBeGreaterThanOrEqual(890);
      expect(abstract.length).toBeLessThanOrEqual(1600);
    }
  });

  it('refuses more papers than there are ids', () => {
    expect(() => makeArchive({ papers: 9_000_000, until })).toThrow(RangeError);
    expect(() => makeArchive({ papers: 3_000_000, until })).not.toThrow();
  });
});

describe('answerOai', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('gives pages that are read without loss, one after the other by their tokens', async () => {
    const from = archive.paper(99_960).datestamp;
    const left = 100_000 - archive.firstSince(from);
    const keys: string[] = [];
    let page = answer({ metadataPrefix: 'arXivRaw', from }, 50);
    for (;;) {
      const items = await read(page);
      keys.push(...items.map((item) => (item.ok ? item.record.key : item.reject.reason)));
      const token = tokenOn(page);
      if (token === null) break;
      expect(items).toHaveLength(50);
      page = answer({ resumptionToken: token }, 50);
    }
    expect(keys).toEqual(Array.from({ length: left }, (_, at) => archive.paper(100_000 - left + at).id));
  });

  it('says what is wrong with a question', () => {
    expect(answer({ metadataPrefix: 'oai_dc' })).toContain('cannotDisseminateFormat');
    expect(answer({ resumptionToken: 'nonsense' })).toContain('badResumptionToken');
    expect(answer({ metadataPrefix: 'arXivRaw', from: '2026-10-21' })).toContain('noRecordsMatch');
  });

  it('gives records that are all taken in, each as a paper of its own', async () => {
    const papers = await Promise.all(
      [0, 30_000, 60_000, 90_000].map((number) =>
        read(answer({ metadataPrefix: 'arXivRaw', from: archive.paper(number).datestamp }, 50)),
      ),
    );
    const report = await ingest(store, papers.flat(), { kind: 'gather', origin: 'arxiv-oai' });
    expect(report).toMatchObject({ read: 200, accepted: 200, created: 200, rejected: 0, merged: 0 });
  });
});
