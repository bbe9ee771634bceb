import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadTransformers, type Transformers } from './load-transformers.ts';
import { openPretrained } from './open-pretrained.ts';
import { PretrainedSettings } from './pretrained-settings.ts';
import { shortenVectors } from './shorten-vectors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-pretrained-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A package of the library's name in the folder, in which a text's vector counts letters. It stands for the real one, whose
 * models cannot be had in a test: what is tested is how it is called and what becomes of its answers.
 */
function installLibrary(text = fake): void {
  const place = join(folder, 'node_modules/@huggingface/transformers');
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, 'package.json'),
    JSON.stringify({ name: '@huggingface/transformers', main: 'index.cjs' }),
  );
  writeFileSync(join(place, 'index.cjs'), text);
}
const fake = `
exports.calls = [];
exports.pipeline = async (task, model, options) => {
  exports.calls.push({ task, model, options });
  if (model.includes('missing')) throw new Error('Could not locate file.');
  return async (texts, how) => {
    exports.calls.push({ texts, how });
    const width = 26;
    const data = new Float32Array(texts.length * width);
    texts.forEach((text, i) => {
      for (const letter of text.toLowerCase())
        if (letter >= 'a' && letter <= 'z') data[i * width + letter.charCodeAt(0) - 97] += 1;
    });
    return { data, dims: model.includes('tokens') ? [texts.length, 3, width] : [texts.length, width] };
  };
};`;

interface Call {
  task?: string;
  model?: string;
  options?: object;
  texts?: string[];
  how?: object;
}
const load = () => loadTransformers([folder]);
const settings = (given: object) => PretrainedSettings.parse(given);
const calls = async () =>
  ((await import(join(folder, 'node_modules/@huggingface/transformers/index.cjs'))) as { calls: Call[] })
    .calls;

test('a model is loaded by name, asked as its makers want, and gives unit vectors', async () => {
  installLibrary();
  const encoder = await openPretrained(
    settings({
      model: 'some/model',
      query: 'query: ',
      passage: 'passage: ',
      pooling: 'cls',
      dtype: 'q8',
      revision: 'v1',
    }),
    load,
  );
  expect(encoder).toMatchObject({ name: 'some/model', dimensions: 26 });
  const vectors = await encoder.encode([
    'bb',
    { title: 'A title', abstract: 'An abstract.' },
    ' ',
    { title: '', abstract: '' },
  ]);
  expect(vectors.length).toBe(4 * 26);
  const lengths = Array.from({ length: 4 }, (_, i) => Math.hypot(...vectors.subarray(i * 26, (i + 1) * 26)));
  expect(lengths.map((length) => Math.round(length * 1e5) / 1e5)).toEqual([1, 1, 0, 0]);
  const made = await calls();
  expect(made[0]).toEqual({
    task: 'feature-extraction',
    model: 'some/model',
    options: { dtype: 'q8', revision: 'v1' },
  });
  // What is blank is not asked for.
  expect(made.at(-1)).toEqual({
    texts: ['query: bb', 'passage: A title. An abstract.'],
    how: { pooling: 'cls', normalize: true },
  });
});

test('many texts come back in their order', async () => {
  installLibrary();
  const encoder = await openPretrained(settings({ model: 'some/model' }), load);
  const texts = Array.from({ length: 40 }, (_, i) => String.fromCharCode(97 + (i % 26)));
  const vectors = await encoder.encode(texts);
  texts.forEach((_, i) => expect(vectors[i * 26 + (i % 26)]).toBeCloseTo(1, 6));
});

test('a folder is read where it lies, and known again by its files', async () => {
  installLibrary();
  const model = join(folder, 'my-model');
  mkdirSync(model);
  writeFileSync(join(model, 'config.json'), '{}');
  const first = await openPretrained(settings({ model }), load);
  expect(first.name).toBe('my-model');
  expect((await calls()).find(({ task }) => task)).toMatchObject({
    model,
    options: { local_files_only: true },
  });
  expect((await openPretrained(settings({ model }), load)).fingerprint).toBe(first.fingerprint);
  const other = await openPretrained(settings({ model, pooling: 'cls' }), load);
  writeFileSync(join(model, 'config.json'), '{ }');
  const changed = await openPretrained(settings({ model }), load);
  expect(new Set([first, other, changed].map(({ fingerprint }) => fingerprint)).size).toBe(3);
});

test('what is wrong is told with what to do', async () => {
  // Where there is no package in any folder, nothing is loaded.
  await expect(openPretrained(settings({ model: 'some/model' }), load)).rejects.toMatchObject({
    message: expect.stringContaining('is not installed') as string,
    hint: expect.stringContaining('npm install') as string,
  });
  installLibrary();
  const failing = async (given: object, says: RegExp) => {
    const opening = openPretrained(settings(given), load);
    await expect(opening).rejects.toMatchObject({ name: 'PretrainedError' });
    await expect(opening).rejects.toThrow(says);
  };
  await failing({ model: 'some/missing' }, /some\/missing could not be loaded: Could not locate file/);
  await failing({ model: './nowhere-at-all' }, /no folder .*nowhere-at-all/);
  await failing({ model: 'gives/tokens' }, /\[1, 3, 26\] for 1 texts/);
  await failing({ model: 'some/model', dimensions: 64 }, /vectors of 26 numbers; 64 were wanted/);
});

test('a library that does not load, or is something else, is told apart from none', async () => {
  installLibrary('throw new Error("no binary for this machine")');
  await expect(load()).rejects.toThrow(/does not load: no binary for this machine/);
  rmSync(join(folder, 'node_modules'), { recursive: true });
  const other = mkdtempSync(join(tmpdir(), 'broadsheet-pretrained-'));
  const before = folder;
  folder = other;
  installLibrary('exports.other = 1');
  await expect(load()).rejects.toThrow(/no function `pipeline`/);
  folder = before;
  rmSync(other, { recursive: true });
});

test('numbers that are not finite are not vectors', async () => {
  const broken: Transformers = {
    pipeline: () =>
      Promise.resolve((texts: string[]) =>
        Promise.resolve({ data: new Float32Array(texts.length * 8).fill(NaN), dims: [texts.length, 8] }),
      ),
  };
  await expect(
    openPretrained(settings({ model: 'some/model' }), () => Promise.resolve(broken)),
  ).rejects.toThrow(/not finite/);
});

test('longer vectors are shortened to unit vectors, by their first numbers or by a projection that keeps angles', () => {
  const cut = shortenVectors(Float32Array.of(3, 4, 12, 0, 0, 1), 3, 2, 'cut');
  expect([...cut].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0.6, 0.8, 0, 0]);
  expect(() => shortenVectors(new Float32Array(4), 4, 5, 'cut')).toThrow(RangeError);

  // Two vectors of 1,024 numbers with a cosine of .6.
  const width = 1024;
  const pair = new Float32Array(2 * width);
  pair[5] = 1;
  pair[width + 5] = 0.6;
  pair[width + 900] = 0.8;
  const short = shortenVectors(pair, width, 512, 'project');
  let cosine = 0;
  for (let j = 0; j < 512; j++) cosine += (short[j] ?? 0) * (short[512 + j] ?? 0);
  // Three standard deviations of 1/√512.
  expect(Math.abs(cosine - 0.6)).toBeLessThan(3 / Math.sqrt(512));
  expect(shortenVectors(pair, width, 512, 'project')).toEqual(short);
});
