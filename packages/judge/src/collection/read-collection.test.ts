import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCollection } from './read-collection.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-collection-'));
  mkdirSync(join(folder, 'qrels'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, ...lines: readonly string[]) => {
  const text = `${lines.join('\n')}\n`;
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
};
const rows = (...list: readonly object[]) => list.map((row) => JSON.stringify(row));

test('files may be packed, ids are any text, and what is not judged relevant is not asked', async () => {
  write(
    'corpus.jsonl.gz',
    ...rows({ _id: 'ä\u0000 "1"', title: 'T', text: 'One\u2028line.' }, { _id: 2, text: 'Two.' }),
  );
  write(
    'queries.jsonl',
    ...rows({ _id: 'q1', text: 'one' }, { _id: 'q2', text: 'two' }, { _id: 'q3', text: 'x' }),
  );
  write('qrels/test.tsv', 'query-id\tcorpus-id\tscore', 'q1\tä\u0000 "1"\t2', 'q1\t2\t0', 'q2\t2\t0');
  const collection = await readCollection(folder);
  expect(collection.documents).toEqual([
    { id: 'ä\u0000 "1"', title: 'T', text: 'One\u2028line.' },
    { id: '2', title: '', text: 'Two.' },
  ]);
  expect(collection.queries).toEqual([
    {
      id: 'q1',
      text: 'one',
      grades: new Map([
        ['ä\u0000 "1"', 2],
        ['2', 0],
      ]),
    },
  ]);
  expect(collection.faults).toEqual([]);
});

test('bad lines are told with file and line, and the rest counts', async () => {
  write(
    'corpus.jsonl',
    '\uFEFF{"_id": "a", "title": "A", "text": "one"}',
    '',
    '{"_id": "b", "text":',
    '{"title": "no id"}',
    '{"_id": "a", "text": "again"}',
    '{"_id": "c", "text": 5}',
    '[1]',
  );
  write(
    'queries.jsonl',
    ...rows({ _id: 'q', text: 'one' }, { _id: 'r', text: ' ' }, { _id: 'q', text: 'two' }),
  );
  write(
    'qrels/test.tsv',
    'q\ta\t1',
    'q\tz\t1',
    'x\ta\t1',
    'q\ta\t0',
    'q\ta',
    'q\ta\tmuch',
    'query\tdoc\tgrade',
  );
  const { documents, queries, faults } = await readCollection(folder);
  expect(documents).toEqual([{ id: 'a', title: 'A', text: 'one' }]);
  expect(queries).toEqual([{ id: 'q', text: 'one', grades: new Map([['a', 1]]) }]);
  expect(faults.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
    'corpus.jsonl:3 It is not JSON.',
    expect.stringMatching(/^corpus\.jsonl:4 _id: /),
    'corpus.jsonl:5 Document "a" is there already; the first one counts.',
    expect.stringMatching(/^corpus\.jsonl:6 text: /),
    expect.stringMatching(/^corpus\.jsonl:7 /),
    expect.stringMatching(/^queries\.jsonl:2 text: /),
    'queries.jsonl:3 Query "q" is there already; the first one counts.',
    'qrels/test.tsv:2 There is no document "z".',
    'qrels/test.tsv:3 There is no query "x".',
    'qrels/test.tsv:4 Document "a" has a grade for query "q" already; the first counts.',
    'qrels/test.tsv:5 2 columns, not 3 with tabs between.',
    'qrels/test.tsv:6 The grade "much" is not a number.',
    'qrels/test.tsv:7 The grade "grade" is not a number.',
  ]);
});

test('what is missing, empty or broken is told with what to do', async () => {
  const told = (name?: string) =>
    readCollection(folder, name).then(
      () => null,
      (error: Error & { hint?: string }) => `${error.name}: ${error.message} ${error.hint}`,
    );
  await expect(readCollection(join(folder, 'nowhere'))).rejects.toThrow(/There is no folder .*nowhere/);
  expect(await told()).toMatch(/There is no corpus\.jsonl in .*BEIR layout/);
  write('corpus.jsonl');
  expect(await told()).toMatch(/There is no queries\.jsonl/);
  write('queries.jsonl', ...rows({ _id: 'q', text: 'one' }));
  expect(await told()).toMatch(/There is no qrels\/test\.tsv .*BEIR layout/);
  write('qrels/dev.tsv', 'q\ta\t1');
  expect(await told()).toMatch(/There are judgements called dev\./);
  expect(await told('dev')).toMatch(/corpus\.jsonl holds no document\. .*_id, title and text/);
  write('corpus.jsonl', ...rows({ _id: 'b', text: 'one' }));
  expect(await told('dev')).toMatch(/judges no document .* relevant for a query/);
  rmSync(join(folder, 'corpus.jsonl'));
  writeFileSync(
    join(folder, 'corpus.jsonl.gz'),
    gzipSync(rows({ _id: 'b', text: 'one' })[0] ?? '').subarray(0, 20),
  );
  expect(await told('dev')).toMatch(/JudgeError: .*corpus\.jsonl\.gz cannot be read behind line 0/);
});
