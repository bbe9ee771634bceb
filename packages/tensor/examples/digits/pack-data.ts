// Makes data/digits.safetensors.gz of 8,000 digits (data/digits.md): node pack-data.ts FOLDER, which holds images.u8.gz
// (10,000 images of 28 × 28 bytes, one behind the other) and labels.u8 (a byte for each).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { random, start } from '@broadsheet/tensor';
import { writeSafetensors } from '@broadsheet/tensor/safetensors';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder that holds images.u8.gz and labels.u8.');
const images = gunzipSync(readFileSync(join(folder, 'images.u8.gz')));
const labels = readFileSync(join(folder, 'labels.u8'));
const count = 8_000;
const pixels = 28 * 28;

await start();
// The first half of MNIST's test set is neater than the second, so they are mixed.
const chosen = random.permutation(random.key(0), labels.length).dataNow<'int32'>().subarray(0, count);
const packed = new Uint8Array(count * pixels);
chosen.forEach((from, to) => {
  for (let i = 0; i < pixels; i++)
    packed[to * pixels + i] = Math.round((images[from * pixels + i] as number) / 17);
});
const bytes = writeSafetensors([
  ['images', { dtype: 'uint8', shape: [count, 28, 28], data: packed }],
  ['labels', { dtype: 'uint8', shape: [count], data: Uint8Array.from(chosen, (i) => labels[i] as number) }],
]);
writeFileSync(
  join(import.meta.dirname, '../../../../data/digits.safetensors.gz'),
  gzipSync(bytes, { level: 9 }),
);
