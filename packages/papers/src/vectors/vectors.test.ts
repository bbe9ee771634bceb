import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingest } from '../ingest/index.ts';
import type { ReadItem } from '../record/reject.ts';
import type { Store } from '../store/index.ts';
import { openTestStore } from '../store/testing.ts';
import {
  activateEncoder,
  activeEncoder,
  addEncoder,
  countTexts,
  countTextsToEncode,
  countUnencodedTexts,
  encoderBefore,
  findUnencodedTexts,
  findNextTexts,
  listEncoders,
  listOwnEncoders,
  listTextsToEncode,
  readModel,
  readVectors,
  removeEncoder,
  writeVectors,
} from './index.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const take = (key: string, abstract: string) => {
  const item: ReadItem = {
    ok: true,
    position: 'item',
    record: {
      source: 'fixture',
      key,
      identities: [],
      title: `Paper ${key}`,
      abstract,
      authors: [{ name: 'Ada Lovelace' }],
      categories: [],
    },
  };
  return ingest(store, [item], { kind: 'import', origin: 'fixtures' });
};
const waiting = async () => (await listTextsToEncode(store, 10)).map(({ title }) => title);
const newEncoder = (fingerprint: string) => ({
  fingerprint,
  name: fingerprint,
  dimensions: 3,
  model: Uint8Array.of(1, 2, 255),
  about: { papers: 2 },
});

test('papers wait for the encoder until they are encoded, and again when their text changes', async () => {
  await take('a', 'One.');
  await take('b', 'Two.');
  expect(await waiting()).toEqual(['Paper a', 'Paper b']);
  const id = await addEncoder(store, newEncoder('first'));
  expect(await addEncoder(store, newEncoder('first'))).toBe(id);
  expect(await activeEncoder(store)).toBeNull();
  await activateEncoder(store, id);
  expect(await activeEncoder(store)).toMatchObject({ id, name: 'first', dimensions: 3, active: true });
  expect([...((await readModel(store, id)) ?? [])]).toEqual([1, 2, 255]);

  const [a, b] = await listTextsToEncode(store, 10);
  if (a === undefined || b === undefined) throw new Error('Two papers wait.');
  await take('b', 'Two, revised.');
  const codes = (...values: number[]) => Int8Array.from(values);
  await writeVectors(store, { id, dimensions: 3 }, [
    { paperId: a.id, codes: codes(127, 0, -127), ticket: a.ticket },
    { paperId: b.id, codes: codes(1, 2, 3), ticket: b.ticket },
    { paperId: 999_999, codes: codes(0, 0, 0) },
  ]);
  expect(await waiting()).toEqual(['Paper b']);

  const first = await readVectors(store, id, 0, 10);
  expect(first.paperIds).toEqual([a.id, b.id]);
  expect([...first.codes]).toEqual([127, 0, -127, 1, 2, 3]);
  await writeVectors(store, { id, dimensions: 3 }, [{ paperId: a.id, codes: codes(0, 1, 0) }]);
  const second = await readVectors(store, id, first.last, 10);
  expect(second.paperIds).toEqual([a.id]);
  expect(await readVectors(store, id, second.last, 10)).toEqual({
    paperIds: [],
    codes: new Int8Array(0),
    last: second.last,
  });
  await expect(
    writeVectors(store, { id, dimensions: 3 }, [{ paperId: a.id, codes: codes(1) }]),
  ).rejects.toThrow('1 numbers, not 3');
});

test('another encoder takes over at one moment, and papers that it has not seen wait for it', async () => {
  const [first] = await listEncoders(store);
  if (first === undefined) throw new Error('There is one.');
  const id = await addEncoder(store, newEncoder('second'));
  const texts = await findNextTexts(store, 0, 10);
  expect(texts.map(({ title }) => title)).toEqual(['Paper a', 'Paper b']);
  await writeVectors(store, { id, dimensions: 3 }, [
    { paperId: texts[0]?.id ?? 0, codes: Int8Array.of(1, 1, 1) },
  ]);
  await store.query('delete from papers_to_encode');
  await take('a', 'One, revised.');
  await store.query('delete from papers_to_encode');
  expect((await findUnencodedTexts(store, id, 0, 10)).map(({ title }) => title)).toEqual(['Paper b']);
  expect(await countUnencodedTexts(store, id)).toBe(1);
  await activateEncoder(store, id);
  expect((await encoderBefore(store))?.id).toBe(first.id);
  expect((await listOwnEncoders(store)).map(({ name }) => name)).toEqual(['second', 'first']);
  // The one has no vector of it, the other one has changed since.
  expect((await waiting()).sort()).toEqual(['Paper a', 'Paper b']);
  expect((await listEncoders(store)).map(({ name, active, papers }) => [name, active, papers])).toEqual([
    ['second', true, 1],
    ['first', false, 2],
  ]);
  // Whoever still works for the encoder of before takes nothing off the list.
  await writeVectors(
    store,
    { id: first.id, dimensions: 3 },
    (await listTextsToEncode(store, 10)).map((text) => ({
      paperId: text.id,
      ticket: text.ticket,
      codes: Int8Array.of(9, 9, 9),
    })),
  );
  expect(await countTextsToEncode(store)).toBe(2);
  // Using what is in use changes nothing about what was before.
  await activateEncoder(store, id);
  expect((await encoderBefore(store))?.id).toBe(first.id);
  await expect(removeEncoder(store, id)).rejects.toThrow('in use');
  await removeEncoder(store, first.id);
  expect(await encoderBefore(store)).toBeNull();
  await expect(activateEncoder(store, first.id)).rejects.toThrow(`no encoder ${first.id}`);
  expect(await store.query('select from paper_vectors where encoder_id = $1', [first.id])).toEqual([]);
});

test('texts are counted up to a paper, whatever arrives behind it', async () => {
  const { papers, last } = await countTexts(store);
  await take('c', 'Three.');
  expect(await countTexts(store, last)).toEqual({ papers, last });
  expect((await countTexts(store)).papers).toBe(papers + 1);
});

test.runIf(process.env['DATABASE_URL'])(
  'a paper that somebody changes at this moment keeps its place on the list, and nobody waits for it',
  async () => {
    const id = (await activeEncoder(store))?.id ?? 0;
    await take('d', 'Four.');
    const texts = await listTextsToEncode(store, 10);
    const [changing] = texts;
    if (changing === undefined) throw new Error('Papers wait.');
    await store.transaction(async (inside) => {
      await inside.query('update papers_to_encode set ticket = default where paper_id = $1', [changing.id]);
      await writeVectors(
        store,
        { id, dimensions: 3 },
        texts.map((text) => ({ paperId: text.id, ticket: text.ticket, codes: Int8Array.of(1, 2, 3) })),
      );
    });
    expect((await listTextsToEncode(store, 10)).map((text) => text.id)).toEqual([changing.id]);
  },
);
