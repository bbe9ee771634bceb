import { readFile } from 'node:fs/promises';
import { random, slice, start } from '@broadsheet/tensor';
import { beforeAll, expect, test } from 'vitest';
import { readDigits, type Digits } from './digits.ts';
import { examine } from './examine.ts';
import { initialise } from './model.ts';
import { train } from './train.ts';

let learning: Digits;
let heldOut: Digits;

beforeAll(async () => {
  await start();
  const packed = await readFile(new URL('../../../../data/digits.safetensors.gz', import.meta.url));
  ({ learning, heldOut } = await readDigits(new Uint8Array(packed)));
});

test('there are 6,500 digits to learn from and 1,500 others, of every kind', () => {
  expect(learning.images.shape).toEqual([6500, 28, 28, 1]);
  expect(heldOut.images.shape).toEqual([1500, 28, 28, 1]);
  expect([...new Set(heldOut.labels)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a few steps make the loss fall and most digits right', async () => {
  const key = random.key(7);
  const model = initialise(key);
  const losses: number[] = [];
  for await (const { loss } of train(model, learning, { epochs: 1, key })) {
    losses.push(loss);
    if (losses.length === 20) break;
  }
  expect(losses[0]).toBeGreaterThan(2);
  expect(losses.at(-1)).toBeLessThan(1);
  const some = { images: slice(heldOut.images, [0, 300]), labels: heldOut.labels.slice(0, 300) };
  expect((await examine(model, some)).accuracy).toBeGreaterThan(0.7);
});
