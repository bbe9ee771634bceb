import { setTimeout as wait } from 'node:timers/promises';
import { PretrainedSettings, switchEncoder, withId, type TextEncoder } from '@broadsheet/learn';
import {
  activeEncoder,
  addEncoder,
  countTextsToEncode,
  countUnencodedTexts,
  ingest,
  listSuggestions,
  type ReadItem,
  type Store,
} from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startEncodeWork } from './encode-work.ts';

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await store.close();
});

/** Lengths of texts as vectors: what a vector says does not matter here. */
const lengths = (name: string): TextEncoder => ({
  fingerprint: name,
  name,
  dimensions: 8,
  encode: (inputs) =>
    Promise.resolve(
      Float32Array.from(
        inputs.flatMap((input) => {
          const turn = typeof input === 'string' ? input.length : input.abstract.length;
          return [Math.cos(turn), Math.sin(turn), 0, 0, 0, 0, 0, 0];
        }),
      ),
    ),
});
const open = (model: Uint8Array) => Promise.resolve(lengths(Buffer.from(model).toString()));

async function takePapers(from: number, to: number): Promise<void> {
  const items = Array.from({ length: to - from }, (_, i): ReadItem => {
    const key = `${from + i}`;
    const authors = [{ name: 'Ada Lovelace' }];
    const record = {
      source: 'fixture',
      key,
      identities: [],
      title: `Paper ${key}`,
      abstract: key,
      authors,
      categories: [],
    };
    return { ok: true, position: 'item', record };
  });
  await ingest(store, items, { kind: 'import', origin: 'fixtures' });
}

/** A preprint and its print, as two sources know them. */
async function takeTwice(): Promise<void> {
  const items = ['preprints', 'journals'].map((source): ReadItem => {
    const title =
      source === 'preprints' ? 'Graph kernels for molecules' : 'Graph kernels for molecules: a study';
    const authors = [{ name: 'Ada Lovelace' }];
    const record = {
      source,
      key: '1',
      identities: [],
      title,
      abstract: 'one',
      authors,
      categories: [],
    };
    return { ok: true, position: 'item', record };
  });
  await ingest(store, items, { kind: 'import', origin: 'fixtures' });
}

async function own(name: string): Promise<number> {
  const { fingerprint, dimensions } = lengths(name);
  const about = { kind: 'trained' };
  return addEncoder(store, { fingerprint, name, dimensions, model: Buffer.from(name), about });
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await done()) && Date.now() < deadline) await wait(50);
  expect(await done()).toBe(true);
}

test('papers that wait are encoded without anybody asking', async () => {
  const id = await own('first');
  await switchEncoder(store, withId(id, lengths('first')));
  await takePapers(0, 300);
  expect(await countTextsToEncode(store)).toBe(300);
  const work = startEncodeWork(store, null, { open });
  await until(async () => (await countTextsToEncode(store)) === 0);
  expect(await countUnencodedTexts(store, id)).toBe(0);
  await work.stop();
});

test('a paper that is there under two ids is suggested without anybody asking', async () => {
  await switchEncoder(store, withId(await own('first'), lengths('first')));
  await takeTwice();
  const work = startEncodeWork(store, null, { open });
  await until(async () => (await listSuggestions(store, 10)).length === 1);
  await work.stop();
});

test('the pre-trained model of the settings encodes all papers and takes over', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await takePapers(0, 20);
  await switchEncoder(store, withId(await own('first'), lengths('first')));
  const wanted = PretrainedSettings.parse({ model: 'some/model' });
  const openPretrained = () => Promise.resolve(lengths('pretrained'));
  const work = startEncodeWork(store, wanted, { open, openPretrained });
  await until(async () => (await activeEncoder(store))?.name === 'pretrained');
  await work.stop();
  const active = await activeEncoder(store);
  expect(active?.about).toEqual({ kind: 'pretrained', settings: wanted });
  expect(await countUnencodedTexts(store, active?.id ?? 0)).toBe(0);
});

test('where that cannot be had it is told once, and the encoder in use goes on', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  await switchEncoder(store, withId(await own('first'), lengths('first')));
  await takePapers(0, 20);
  const wanted = PretrainedSettings.parse({ model: 'some/model' });
  const openPretrained = () => Promise.reject(new Error('The package is not installed.'));
  const work = startEncodeWork(store, wanted, { open, openPretrained });
  // Both are tried at once, and either may come first.
  await until(async () => said.mock.calls.length > 0 && (await countTextsToEncode(store)) === 0);
  await work.stop();
  expect((await activeEncoder(store))?.name).toBe('first');
  expect(said.mock.calls).toEqual([['encoder: The package is not installed.']]);
});
