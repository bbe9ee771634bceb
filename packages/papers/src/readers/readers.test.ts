import { createReadStream, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit } from '../ingest/admit.ts';
import type { ReadItem } from '../record/reject.ts';
import type { SourceRecord } from '../record/source-record.ts';
import { readPage, readPapers, formats, UnknownFormatError, type Format } from './index.ts';

const fixture = (name: string) => new URL(`fixtures/${name}`, import.meta.url);
const data = (name: string) => new URL(`../../../../data/${name}`, import.meta.url);

async function* bytes(text: string | Uint8Array, pieces = 1): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(text);
  const size = Math.max(1, Math.ceil(whole.length / pieces));
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

function read(text: string | Uint8Array, name: string, format?: Format): Promise<ReadItem[]> {
  return Array.fromAsync(readPapers(bytes(text, 3), { name, ...(format ? { format } : {}) }));
}

function readFixture(url: URL): Promise<ReadItem[]> {
  return Array.fromAsync(readPapers(createReadStream(url), { name: basename(url.pathname) }));
}

/** What ingest would take of the items, whole and normalised. */
function admitted(items: readonly ReadItem[]): SourceRecord[] {
  return items.flatMap((item) => {
    const outcome = admit(item);
    return 'admitted' in outcome ? [outcome.admitted.record] : [];
  });
}

function rejects(items: readonly ReadItem[]) {
  return items.flatMap((item) => {
    const outcome = admit(item);
    return 'reject' in outcome ? [outcome.reject] : [];
  });
}

describe('recorded answers', () => {
  it('reads an entry of arXiv’s query API', async () => {
    const [record, ...more] = admitted(await readFixture(fixture('arxiv-api.xml')));
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      source: 'arxiv-api',
      key: '1707.08567',
      version: 1,
      identities: [{ scheme: 'arxiv', value: '1707.08567', confirmed: true }],
      title: 'Proceedings of Workshop AEW10: Concepts in Information Theory and Communications',
      categories: ['cs.IT'],
      published: { value: '2017-07-27T08:18:33.000Z', precision: 'time' },
    });
    expect(record?.authors[0]).toEqual({ name: 'Kees A. Schouhamer Immink' });
  });

  it('tells arXiv’s one-entry error feed as what it is', async () => {
    const [reject] = rejects(await readFixture(fixture('arxiv-api-error.xml')));
    expect(reject?.reason).toContain('incorrect id format for abc');
  });

  it('reads the daily feed: a first version, cross-listed or not, is announced by it', async () => {
    const records = admitted(await readFixture(fixture('arxiv-feed.xml')));
    expect(records.map(({ key, version, published }) => [key, version, published])).toEqual(
      ['2508.13426', '2508.13428', '2508.13429'].map((key) => [
        key,
        1,
        { value: '2025-08-20', precision: 'listed-day' },
      ]),
    );
    expect(records[0]?.abstract).toMatch(/^As large language models/);
    expect(records[0]?.authors.length).toBeGreaterThan(1);
  });

  it('reads arXivRaw: first publication is that of v1, TeX accents become letters', async () => {
    const records = admitted(await readFixture(fixture('oai-arxivraw.xml')));
    expect(records.map(({ key }) => key)).toContain('2609.12825');
    const record = records.find(({ key }) => key === '2609.12825');
    expect(record).toMatchObject({
      version: 2,
      published: { value: '2026-09-11T13:21:59.000Z', precision: 'time' },
      updatedAt: '2026-09-23T11:01:12.000Z',
      statedAt: '2026-09-24T00:00:00.000Z',
    });
    expect(record?.versions.map(({ number }) => number)).toEqual([1, 2]);
    expect(record?.authors.map(({ name }) => name)).toEqual([
      'Mustafa Bora Çelik',
      'Hayriye Aktaş Dinçer',
      'Ayse Keles',
    ]);
  });

  it('tells an OAI error and a deleted record', async () => {
    expect(rejects(await readFixture(fixture('oai-error.xml')))[0]?.reason).toMatch(/noRecordsMatch/);
    const deleted =
      '<OAI-PMH><ListRecords><record><header status="deleted"><identifier>oai:x:1</identifier></header></record></ListRecords></OAI-PMH>';
    expect(rejects(await read(deleted, 'a.xml'))).toMatchObject([{ position: 'record oai:x:1' }]);
  });

  it('reads a day of the Hugging Face list by the inner paper', async () => {
    const records = admitted(await readFixture(fixture('hugging-face-day.json')));
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({
      source: 'hugging-face',
      key: '2512.21218',
      title: 'Latent Implicit Visual Reasoning',
      published: { value: '2025-12-24T14:59:49.000Z', precision: 'time' },
      popularity: [{ service: 'hugging-face', day: '2025-12-26' }],
    });
    expect(records[0]?.identities.map(({ scheme }) => scheme).sort()).toEqual(['arxiv', 'hf']);
  });

  it('says that a file was encoded twice', async () => {
    const items = await readFixture(fixture('hugging-face-double-encoded.json'));
    expect(rejects(items)).toMatchObject([{ position: 'item 1', reason: expect.stringContaining('twice') }]);
  });

  it('reads every paper of the stored page', async () => {
    const items = await Array.fromAsync(readPage(createReadStream(data('first-edition.txt'))));
    const records = admitted(items);
    expect(items).toHaveLength(62);
    expect(records).toHaveLength(62);
    expect(records.every(({ abstract, title }) => abstract.length > title.length)).toBe(true);
  });

  it('reads the shipped sample without a reject', async () => {
    const items = await readFixture(data('sample.jsonl.gz'));
    expect(items).toHaveLength(3517);
    expect(rejects(items)).toEqual([]);
  });
});

describe('BibTeX and RIS', () => {
  it('keeps the good entries around a bad one, and says where that stands', async () => {
    const bib = [
      '@string{icml = "Int. Conf. on Machine Learning"}',
      '@inproceedings{a, title={On {BERT} and Erd\\H{o}s}, author={Zbontar, Jure and Jing, Li}, booktitle=icml, year=2021, doi={10.1000/X.1}}',
      '@article{b, author={Nobody}, year=2020}',
      '@misc{c, title={Preprint}, eprint={2103.03230}, archivePrefix={arXiv}, year={2021}, month=mar}',
    ].join('\n');
    const items = await read(bib, 'library.bib');
    expect(admitted(items)).toMatchObject([
      {
        title: 'On BERT and Erdős',
        authors: [{ name: 'Jure Zbontar' }, { name: 'Li Jing' }],
        venue: 'Int. Conf. on Machine Learning',
        identities: [{ scheme: 'doi', value: '10.1000/x.1' }],
        published: { value: '2021', precision: 'year' },
      },
      {
        identities: [{ scheme: 'arxiv', value: '2103.03230' }],
        published: { value: '2021-03', precision: 'month' },
      },
    ]);
    expect(rejects(items)).toMatchObject([{ source: 'bibtex', position: 'line 3', field: 'title' }]);
  });

  it('reads RIS with wrapped lines, and tells a reference that is cut off', async () => {
    const ris =
      'TY  - JOUR\r\nTI  - A title\r\nAU  - Hinton, Geoffrey\r\nAB  - One\r\ntwo\r\nPY  - 2006/07//\r\nDO  - 10.1/x\r\nER  - \r\nTY  - CONF\r\nTI  - Cut';
    const items = await read(ris, 'export.ris');
    expect(admitted(items)).toMatchObject([
      {
        title: 'A title',
        authors: [{ name: 'Geoffrey Hinton' }],
        abstract: 'One two',
        published: { value: '2006-07', precision: 'month' },
      },
    ]);
    expect(rejects(items)).toMatchObject([{ position: 'line 9', field: 'ER' }]);
  });
});

describe('recognition', () => {
  it.each([
    ['{"source":"x","key":"k","identities":[],"title":"T"}', 'x', 'jsonl'],
    ['\uFEFF<?xml version="1.0"?><feed><entry></entry></feed>', 'x', 'arxiv-api'],
    ['%!\n@article{a, title={T}}', 'x', 'bibtex'],
    ['\nTY  - JOUR\nTI  - T\nER  - ', 'x', 'ris'],
  ])('%j needs no name', async (text, name, source) => {
    const [item] = await read(text, name);
    expect(item?.ok ? [item.record.source, 'jsonl'] : [item?.reject.source]).toContain(source);
  });

  it('unpacks, whatever the name says', async () => {
    const packed = gzipSync('@misc{a, title={Packed papers stay papers}}');
    expect(admitted(await read(packed, 'library.bib'))).toHaveLength(1);
  });

  it('tells a packed file that is cut off', async () => {
    const packed = gzipSync('@misc{a, title={Packed papers stay papers}}\n'.repeat(2000));
    await expect(read(packed.subarray(0, packed.length - 20), 'library.bib')).rejects.toThrow(
      /unexpected end of file/,
    );
  });

  it('says what is known when nothing fits', async () => {
    await expect(read('Dear all,\nplease find', 'letter.txt')).rejects.toThrow(UnknownFormatError);
    await expect(read('', 'nothing')).rejects.toThrow('nothing is empty.');
  });
});

describe('the page reader', () => {
  const word = fc.stringMatching(/^[A-Za-z]{1,12}$/);
  const title = fc.array(word, { minLength: 3, maxLength: 12 }).map((words) => words.join(' '));
  const abstract = fc.array(word, { minLength: 60, maxLength: 90 }).map((words) => words.join(' '));

  it('finds every pair, whatever stands between the lines', async () => {
    const gap = fc.constantFrom('\n\n', '\n\n\n', '\r\n\r\n', '\n \t\n');
    const pairs = fc.uniqueArray(fc.tuple(title, abstract), {
      minLength: 1,
      maxLength: 8,
      selector: ([name]) => name,
    });
    await fc.assert(
      fc.asyncProperty(pairs, gap, async (papers, between) => {
        const page = [
          'new',
          'Get trending papers in your email inbox!',
          'Subscribe',
          'Daily Papers',
          ...papers.flat(),
        ];
        const items = await read(page.join(between), 'page.txt', 'page');
        expect(items.map((item) => item.ok && [item.record.title, item.record.abstract])).toEqual(
          papers.map((pair) => [...pair]),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('goes on after a title without its abstract', async () => {
    await fc.assert(
      fc.asyncProperty(title, title, abstract, async (alone, next, text) => {
        // The reader tells titles from abstracts by their lengths.
        fc.pre(next.length < alone.length);
        const items = await read(`Daily Papers\n\nSubscribe\n\n${alone}\n\n${next}\n\n${text}`, 'p', 'page');
        expect(rejects(items)).toMatchObject([{ field: 'abstract', position: 'line 5' }]);
        expect(admitted(items).map((record) => record.title)).toEqual([next]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('hostile files', () => {
  const whole: Record<Format, string> = {
    page: `Daily Papers\n\nSubscribe\n\nA title of some words\n\n${'An abstract. '.repeat(9)}`,
    jsonl: '{"source":"x","key":"k","identities":[],"title":"T","abstract":"a \\u00e9 {}"}\n'.repeat(3),
    json: readFileSync(fixture('hugging-face-day.json'), 'utf8'),
    xml: readFileSync(fixture('oai-arxivraw.xml'), 'utf8'),
    bibtex: '@article{a, title={One {two}}, author={A, B and C D}, year=2020}\n'.repeat(3),
    ris: 'TY  - JOUR\nTI  - A title\nAU  - B, C\nER  - \n'.repeat(3),
  };

  it.each(formats)('%s, damaged anywhere, is read to its end without a crash', async (format) => {
    const text = whole[format];
    const damage = fc.record({
      at: fc.nat(text.length),
      cut: fc.nat(40),
      put: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom('{', '}', '"', '<', '>', '&', '\0', '\u{FEFF}', '\\', '@a{', 'TY  - '),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 5 }), async (damages) => {
        const damaged = damages.reduce(
          (held, { at, cut, put }) => held.slice(0, at) + put + held.slice(at + cut),
          text,
        );
        for (const item of await read(damaged, 'x', format)) expect(admit(item)).toBeDefined();
      }),
      { numRuns: 150 },
    );
  });

  it.each(formats)('%s takes any bytes', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (raw) => {
        for (const item of await read(raw, 'x', format)) expect(admit(item)).toBeDefined();
      }),
      { numRuns: 100 },
    );
  });

  it('expands no entity and follows no document type', async () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from(
      { length: 20 },
      (_, level) => `<!ENTITY l${level} "${`&l${level - 1};`.repeat(10)}">`,
    ).join('')}]><feed><entry><title>&l19;</title></entry></feed>`;
    const outside =
      '<?xml version="1.0"?><!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed><entry><title>&x;</title></entry></feed>';
    for (const text of [laughs, outside]) {
      const items = await read(text, 'a.xml');
      expect(admitted(items)).toEqual([]);
      expect(rejects(items)[0]?.reason).toMatch(/document type/);
    }
  });

  it('stops at nesting without an end', async () => {
    const deep = `<feed><entry>${'<a>'.repeat(100_000)}`;
    expect(rejects(await read(deep, 'a.xml'))[0]?.reason).toMatch(/nested more than 50 deep/);
    expect(rejects(await read('['.repeat(200_000), 'a.json'))).toHaveLength(1);
    expect(rejects(await read(`[${'{"a":'.repeat(200_000)}`, 'a.json'))).toHaveLength(1);
    expect(rejects(await read(`@article{a, title={${'{'.repeat(100_000)}}`, 'a.bib'))).toHaveLength(1);
  });

  it('holds neither a long line nor a packed bomb', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const piece = Buffer.from('{"a":"'.concat('x'.repeat(1 << 20)));
      for (let count = 0; count < 200; count++) yield piece;
    }
    const before = process.memoryUsage().rss;
    const items = await Array.fromAsync(readPapers(endless(), { name: 'x.jsonl', format: 'jsonl' }));
    expect(items).toHaveLength(1);
    const bomb = gzipSync(Buffer.alloc(300 * 2 ** 20, 0x20), { level: 1 });
    expect(bomb.length).toBeLessThan(4 * 2 ** 20);
    await expect(read(bomb, 'x', 'bibtex')).rejects.toThrow(/64 MiB/);
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 2 ** 20);
  });
});
