import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../failure.ts';

const file = 'broadsheet-archive.json';

const Manifest = z.object({
  format: z.literal('broadsheet-archive'),
  /** Another version of the program draws other pages: all are drawn anew then. */
  version: z.string(),
  /** By file: what the page follows from, where that is known, so that an unchanged one is left alone. */
  pages: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

/**
 * What an earlier run has left in a folder; an empty one for a new or empty folder.
 * @throws Failure for a folder with other things in it.
 */
export async function readManifest(folder: string, version: string, isEmpty: boolean): Promise<Manifest> {
  const fresh: Manifest = { format: 'broadsheet-archive', version, pages: {} };
  const path = join(folder, file);
  if (!existsSync(path)) {
    if (!isEmpty)
      throw new Failure(
        `${folder} holds other things than an archive.`,
        'Give a folder of its own, new or empty, or that of an earlier archive.',
      );
    return fresh;
  }
  const read = Manifest.safeParse(parsed(await readFile(path, 'utf8')));
  if (!read.success)
    throw new Failure(`${path} is damaged.`, 'Delete it and what is beside it, then export anew.');
  // Pages of another version are replaced one by one, and what is gone is still known.
  return read.data.version === version
    ? read.data
    : { ...fresh, pages: Object.fromEntries(Object.keys(read.data.pages).map((page) => [page, ''])) };
}

/** Takes its name when it is whole: a run that is killed leaves the one before. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, file);
  await writeFile(`${path}.unfinished`, `${JSON.stringify(manifest)}\n`);
  await rename(`${path}.unfinished`, path);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
