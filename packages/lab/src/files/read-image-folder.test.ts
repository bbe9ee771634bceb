import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode as encodePng } from 'fast-png';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readImageFolder } from './read-image-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-images-'));
});
afterEach(() => rm(folder, { recursive: true }));

const grey = (level: number): Uint8Array =>
  encodePng({ width: 8, height: 4, channels: 1, data: new Uint8Array(32).fill(level) });
const red = encodePng({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) });

test('a folder without classes is learnt from whole; what is no image costs only itself', async () => {
  await writeFile(join(folder, 'b.png'), grey(9));
  await writeFile(join(folder, 'a.PNG'), red);
  await writeFile(join(folder, 'broken.jpg'), 'nothing');
  await writeFile(join(folder, 'notes.txt'), 'no image');
  await symlink('/', join(folder, 'out.png'));
  const data = await readImageFolder(folder, { size: 4, name: 'mine' });
  expect(data.train).toMatchObject({ n: 2, names: ['a.PNG', 'b.png'] });
  expect(data.train.inputs.shape).toEqual([4, 4, 3]);
  expect([...data.train.inputs.pixels.subarray(0, 3), ...data.train.inputs.pixels.subarray(48, 51)]).toEqual([
    255, 0, 0, 9, 9, 9,
  ]);
  expect([data.test.n, data.classes]).toEqual([0, []]);
  expect(data.faults).toEqual([{ where: 'mine/broken.jpg', what: 'neither PNG nor JPEG' }]);
});

test('subfolders are classes, and the checksum knows contents and names', async () => {
  for (const [at, name] of ['cats', 'dogs'].entries()) {
    await mkdir(join(folder, name, 'more'), { recursive: true });
    for (let i = 0; i < 5; i++)
      await writeFile(join(folder, name, i < 2 ? 'more' : '.', `${i}.png`), grey(100 * at + i));
  }
  const data = await readImageFolder(folder);
  expect(data.classes).toEqual(['cats', 'dogs']);
  expect([data.train.n, data.test.n]).toEqual([8, 2]);
  for (const part of [data.train, data.test])
    part.names?.forEach((name, i) => {
      expect(name.startsWith(data.classes[part.labels?.[i] ?? -1] ?? '?')).toBe(true);
      expect((part.inputs.pixels[i * 1024] ?? 0) >= 100).toBe(part.labels?.[i] === 1);
    });
  await writeFile(join(folder, 'cats', '4.png'), grey(55));
  expect((await readImageFolder(folder)).checksum).not.toBe(data.checksum);
});

test('a folder without images is refused', async () => {
  await expect(readImageFolder(folder, { name: 'mine' })).rejects.toThrow('no image in mine');
});
