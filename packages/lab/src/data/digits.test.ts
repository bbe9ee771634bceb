import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unpackDigits } from './digits.ts';

const file = new URL('../../../../data/digits.safetensors.gz', import.meta.url);

it('reads the digits packed, and as a browser has unpacked them already', async () => {
  const packed = new Uint8Array(await readFile(file));
  const { train, test } = await unpackDigits(packed);
  expect([train.n, test.n, test.labels?.length]).toEqual([6_500, 1_500, 1_500]);
  expect(test.inputs.pixels).toHaveLength(1_500 * 784);
  expect(Math.max(...test.inputs.pixels.subarray(0, 7_840))).toBe(255);
  const again = await unpackDigits(new Uint8Array(gunzipSync(packed)));
  expect(again.test.labels).toEqual(test.labels);
  expect(again.train.inputs.pixels.subarray(0, 7_840)).toEqual(train.inputs.pixels.subarray(0, 7_840));
});
