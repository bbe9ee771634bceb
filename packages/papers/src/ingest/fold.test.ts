import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SourceRecord } from '../record/source-record.ts';
import { foldRecords, type StoredRecord } from './fold.ts';

const record = fc
  .record({
    source: fc.constantFrom('arxiv-oai', 'arxiv-feed', 'acl', 'hugging-face', 'page', 'openalex'),
    version: fc.nat(3),
    title: fc.constantFrom('One title', 'Another title', 'A third'),
    abstract: fc.constantFrom('', 'short', 'a longer abstract'),
    venue: fc.constantFrom('ACL', 'ICML'),
  })
  .map((fields) =>
    SourceRecord.parse({ ...fields, key: `${fields.source} ${fields.version}`, identities: [] }),
  );

it('does not depend on the order in which records came', () => {
  const sets = fc.uniqueArray(record, { minLength: 1, maxLength: 6, selector: (one) => one.key });
  fc.assert(
    fc.property(sets, fc.infiniteStream(fc.nat()), (records, keys) => {
      const stored = records.map((content, id): StoredRecord => ({ id, content }));
      const shuffled = stored
        .map((one) => ({ one, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      expect(foldRecords(shuffled)).toEqual(foldRecords(stored));
    }),
  );
});

it('dates a paper by the finest word', () => {
  const base = { key: 'x', identities: [{ scheme: 'arxiv', value: '2103.03230' }], title: 'T' };
  const fold = (...published: [string, string][]) =>
    foldRecords(
      published.map(([value, precision], id) => ({
        id,
        content: SourceRecord.parse({ ...base, source: `s${id}`, published: { value, precision } }),
      })),
    );
  expect(fold(['2021', 'year'], ['2021-03', 'month'])).toMatchObject({
    publishedOn: '2021-03-01',
    announcedOn: null,
    publishedPrecision: 'month',
  });
  expect(fold(['2021-03-05', 'listed-day'])).toMatchObject({ announcedOn: '2021-03-04' });
  // Friday after the cut-off: Monday. Midnight exactly is only a day.
  expect(fold(['2026-03-13T18:30:00.000Z', 'time'])).toMatchObject({ announcedOn: '2026-03-16' });
  expect(fold(['2026-03-10T00:00:00.000Z', 'time'])).toMatchObject({
    publishedPrecision: 'day',
    announcedOn: '2026-03-10',
  });
});

it('believes any source that a paper was withdrawn, by that source’s newest version', () => {
  const said = (source: string, version: number, withdrawn: boolean, id = version) => ({
    id,
    content: SourceRecord.parse({
      source,
      version,
      key: `${source} ${version}`,
      identities: [],
      title: 'T',
      withdrawn,
    }),
  });
  expect(foldRecords([said('page', 0, false), said('openalex', 0, true, 9)]).withdrawn).toBe(true);
  expect(foldRecords([said('arxiv-oai', 1, true), said('arxiv-feed', 2, false)]).withdrawn).toBe(false);
  expect(foldRecords([said('arxiv-feed', 1, false), said('arxiv-oai', 2, true)]).withdrawn).toBe(true);
});

it('takes ORCIDs from whoever knows them, where the name is one person’s', () => {
  const orcid = '0000-0002-1825-0097';
  const by = (id: number, source: string, authors: object[]) => ({
    id,
    content: SourceRecord.parse({ source, key: source, identities: [], title: 'T', authors }),
  });
  const fold = (...authors: string[]) =>
    foldRecords([
      by(
        1,
        'arxiv-oai',
        authors.map((name) => ({ name })),
      ),
      by(2, 'openalex', [{ name: 'Jiří Novák', orcid }]),
    ]).authors;
  expect(fold('Jiri Novak', 'Ada Example')).toEqual([{ name: 'Jiri Novak', orcid }, { name: 'Ada Example' }]);
  expect(fold('Jiri Novak', 'Jiri Novak')).toEqual([{ name: 'Jiri Novak' }, { name: 'Jiri Novak' }]);
});
