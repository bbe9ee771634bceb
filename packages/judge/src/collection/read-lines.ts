import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PassThrough } from 'node:stream';
import { JudgeError } from '../judge-error.ts';

/** A line with its number, from 1 on. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Of spaces that are ASCII; others may be all that an entry of a list is. */
const empty = /^[ \t\r]*$/;

/**
 * The lines of a text file in UTF-8, unpacked where its name ends in `.gz`, without what ends them (line feeds, with or without
 * carriage returns; Unicode's own line separators may stand inside of a line of JSON). Empty ones are left out.
 * @throws JudgeError where the file cannot be read or unpacked.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  const bytes = path.endsWith('.gz') ? createGunzip() : new PassThrough();
  // A failure of either is met below, where the bytes are read.
  pipeline(createReadStream(path), bytes).catch(() => {});
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        number++;
        if (!empty.test(line)) yield { number, text: line.replace(/\r$/, '') };
      }
    }
  } catch (error) {
    throw new JudgeError(
      `${path} cannot be read behind line ${number}: ${error instanceof Error ? error.message : String(error)}.`,
      'Check that it is whole, and that you may read it.',
    );
  }
  rest += decoder.decode();
  if (!empty.test(rest)) yield { number: number + 1, text: rest };
}

/** The first of some files that is there, as a path; null where none is. */
export function firstOf(...paths: readonly string[]): string | null {
  return paths.find((path) => existsSync(path)) ?? null;
}
