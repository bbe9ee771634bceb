import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findNextTexts } from '@broadsheet/papers';
import { hashedWords, tenDocuments } from '../testing.ts';
import { encodePapers } from './encode-papers.ts';
import { recordOfDocument } from './record-of-document.ts';
import { openScratchStore, type ScratchStore } from './scratch-store.ts';

let scratch: ScratchStore;
beforeAll(async () => {
  scratch = await openScratchStore(tenDocuments.documents);
});
afterAll(() => scratch.close());

test('nothing is lost, doubled or joined', async () => {
  expect([...scratch.documents.values()].sort()).toEqual(
    ['twins', 'simclr', 'copy 1', 'copy 2', 'untitled', 'long', 'or', 'graphs', 'speech'].sort(),
  );
  expect(scratch.leftOut).toEqual([{ id: 'empty', reason: 'It has no text.' }]);
  for (const { id, title, abstract } of await findNextTexts(scratch.store, 0, 100)) {
    const document = tenDocuments.documents.find((one) => one.id === scratch.documents.get(id));
    expect(`${title} ${abstract}`).toBe(`${document?.title} ${document?.text}`.trim());
  }
});

test('the first ten words stand for a title that is missing', () => {
  const record = recordOfDocument(
    { id: 'x', title: '', text: ' one  two three four five six seven eight nine ten eleven ' },
    '0',
  );
  expect(record).toMatchObject({
    title: 'one  two three four five six seven eight nine ten',
    abstract: 'eleven',
  });
  expect(recordOfDocument({ id: 'x', title: '', text: 'short' }, '0')).toMatchObject({
    title: 'short',
    abstract: '',
  });
  const endless = recordOfDocument({ id: 'x', title: '', text: 'a'.repeat(3000) }, '0');
  expect([endless?.title.length, endless?.abstract?.length]).toEqual([2000, 1000]);
});

test('papers are encoded, each by its own text, and the folder goes', async () => {
  const encoder = hashedWords();
  const { documents, vectors } = await encodePapers(scratch, encoder);
  expect([...documents].sort()).toEqual([...scratch.documents.values()].sort());
  const row = documents.indexOf('graphs');
  const own = await encoder.encode([
    { title: 'Graph networks', abstract: 'Messages pass between nodes of a graph.' },
  ]);
  expect([...vectors.subarray(row * 64, (row + 1) * 64)]).toEqual([...own]);

  const other = await openScratchStore([{ id: '1', title: 'One', text: 'Two' }]);
  expect(existsSync(other.store.location)).toBe(true);
  await other.close();
  expect(existsSync(other.store.location)).toBe(false);
});

test('an encoder that gives other shapes than it says is told', async () => {
  const wrong = { ...hashedWords(), fingerprint: 'wrong', dimensions: 63 };
  await expect(encodePapers(scratch, wrong)).rejects.toThrow('576 numbers for 9 texts of 63 dimensions');
});
