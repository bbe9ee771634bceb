import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { holdOut, chooseInputs } from '../data/choose-inputs.ts';
import type { DataSet, Fault, ImageInputs, Part } from '../data/data-set.ts';
import { resizeImage } from '../data/resize-image.ts';
import { checksum } from './checksum.ts';
import { createHash } from 'node:crypto';
import { DataError } from './data-folder.ts';
import { decodeImage } from './decode-image.ts';

export interface ImageFolderOptions {
  /** What the folder is called in messages; its path unless given. */
  readonly name?: string;
  /** Rows and columns that every image is brought to; 32 unless given. */
  readonly size?: number;
}

const most = { images: 50_000, bytes: 30_000_000, depth: 6 };
const readable = /\.(png|jpe?g)$/i;

/**
 * A folder of PNG and JPEG files, however deep. Where all of them lie in subfolders, and there are at least two, the first
 * subfolder is the class and a fifth of the images is held out; else there are no labels, and all are learnt from. The
 * middle square of each is brought to one size by area averaging. A file that cannot be read costs only itself.
 * @throws DataError where there is no image that can be read.
 */
export async function readImageFolder(
  folder: string,
  options: ImageFolderOptions = {},
): Promise<DataSet<ImageInputs>> {
  const { name = folder, size = 32 } = options;
  const faults: Fault[] = [];
  const paths: string[] = [];
  await walk(folder, '', 0, paths, faults);
  paths.sort();
  if (paths.length > most.images) {
    faults.push({ where: name, what: `only the first ${most.images} of ${paths.length} images were read` });
    paths.length = most.images;
  }
  const images: { path: string; pixels: Uint8Array; channels: number }[] = [];
  const hash = createHash('sha256');
  for (const path of paths) {
    try {
      const file = join(folder, path);
      const { size: length } = await stat(file);
      if (length > most.bytes) throw new Error(`larger than ${most.bytes / 1e6} MB`);
      const bytes = await readFile(file);
      const { height, width, channels, pixels } = decodeImage(bytes);
      images.push({ path, channels, pixels: resizeImage(pixels, [height, width, channels], [size, size]) });
      hash.update(`${checksum(bytes)}  ${path}\n`);
    } catch (error) {
      faults.push({ where: join(name, path), what: error instanceof Error ? error.message : String(error) });
    }
  }
  if (images.length === 0)
    throw new DataError(
      `There is no image in ${name} that can be read.`,
      faults[0] === undefined ? 'PNG and JPEG files are read.' : `${faults[0].where}: ${faults[0].what}`,
    );
  const channels = images.every((image) => image.channels === 1) ? 1 : 3;
  const length = size * size * channels;
  const pixels = new Uint8Array(images.length * length);
  images.forEach((image, i) => {
    if (image.channels === channels) pixels.set(image.pixels, i * length);
    else for (let j = 0; j < length; j++) pixels[i * length + j] = image.pixels[Math.floor(j / 3)] as number;
  });
  const all: Part<ImageInputs> = {
    n: images.length,
    inputs: { kind: 'images', shape: [size, size, channels], pixels },
    names: images.map(({ path }) => path),
  };
  const facts = {
    name,
    kind: 'images',
    licence: 'the reader’s own',
    origin: name,
    checksum: hash.digest('hex'),
    faults,
  } as const;
  const folders = images.map(({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : null));
  const classes = [...new Set(folders)].filter((one) => one !== null).sort();
  if (classes.length < 2 || folders.includes(null))
    return { ...facts, classes: [], train: all, test: chooseInputs(all, []) };
  const labels = Int32Array.from(folders, (one) => classes.indexOf(one ?? ''));
  return { ...facts, classes, ...holdOut({ ...all, labels }, 0.2) };
}

async function walk(
  folder: string,
  below: string,
  depth: number,
  paths: string[],
  faults: Fault[],
): Promise<void> {
  if (depth > most.depth) {
    faults.push({ where: below, what: `deeper than ${most.depth} folders: not looked at` });
    return;
  }
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.')) continue;
    // Links are not followed: they may lead out of the folder, or around in it.
    if (entry.isDirectory()) await walk(folder, path, depth + 1, paths, faults);
    else if (entry.isFile() && readable.test(entry.name)) paths.push(path);
  }
}
