import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { CollectionError } from './collection-error.ts';

/** A line with its number, from 1 on. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a text file in UTF-8, unpacked where its name ends in `.gz`. Empty ones are left out.
 * @throws CollectionError where the file cannot be read or unpacked.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  const file = createReadStream(path);
  let failed: unknown;
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const lines = createInterface({ input, crlfDelay: Infinity });
  // The reader of lines knows nothing of what happens to its input: an error ends it, and is told behind the last line.
  const fail = (error: unknown) => {
    failed ??= error;
    lines.close();
  };
  file.on('error', fail);
  if (input !== file) input.on('error', fail);
  let number = 0;
  try {
    for await (const text of lines) {
      number++;
      const clean = number === 1 ? text.replace(/^\uFEFF/, '') : text;
      if (clean.trim() !== '') yield { number, text: clean };
    }
  } finally {
    file.destroy();
  }
  if (failed !== undefined)
    throw new CollectionError(
      `${path} cannot be read after line ${number}: ${failed instanceof Error ? failed.message : String(failed)}.`,
      'Check that it is whole, and that you may read it.',
    );
}

/** The first of some files that is there, as a path; null where none is. */
export function firstOf(...paths: readonly string[]): string | null {
  return paths.find((path) => existsSync(path)) ?? null;
}
