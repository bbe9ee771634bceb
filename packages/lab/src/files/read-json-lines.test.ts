import { expect, test } from 'vitest';
import { readJsonLines } from './read-json-lines.ts';

const facts = { name: 'a.jsonl', licence: '', origin: '', checksum: '' };

test('titles, abstracts and texts are read, and a bad line costs only itself', () => {
  const data = readJsonLines(
    '{"id":"1","title":"T","abstract":"A"}\n\nnonsense\n[1]\n{"text":"B"}\n{"title":" "}\n{"title":"C"}',
    facts,
  );
  expect(data.train.inputs.texts).toEqual([
    { title: 'T', body: 'A' },
    { title: '', body: 'B' },
    { title: 'C', body: '' },
  ]);
  expect(data.train.names).toEqual(['1', 'line 5', 'line 7']);
  expect(data.faults.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'a.jsonl, line 3: this is no JSON',
    'a.jsonl, line 4: this is no JSON object',
    'a.jsonl, line 6: no title, abstract or text',
  ]);
  expect(data.test.n).toBe(0);
});

test('labels are a field, or the first of a list; rare classes are left out; a fifth is held out', () => {
  const lines = Array.from({ length: 21 }, (_, i) =>
    JSON.stringify({ text: `t${i}`, c: i < 10 ? ['x', 'z'] : i < 20 ? 'y' : 'rare' }),
  );
  const data = readJsonLines(lines.join('\n'), { ...facts, label: 'c', leastOfClass: 2 });
  expect(data.classes).toEqual(['x', 'y']);
  expect([data.train.n, data.test.n]).toEqual([16, 4]);
  const labels = data.train.inputs.texts.map(({ body }) => (Number(body.slice(1)) < 10 ? 0 : 1));
  expect([...(data.train.labels ?? [])]).toEqual(labels);
});

test('a file without texts is refused, with its first fault', () => {
  expect(() => readJsonLines('', facts)).toThrow('a.jsonl holds no texts.');
  expect(() => readJsonLines('{"a":1}', facts)).toThrow('a.jsonl holds no texts.');
});
