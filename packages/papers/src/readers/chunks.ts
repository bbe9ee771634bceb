import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A file, piece by piece, from wherever it comes. */
export type ByteSource = AsyncIterable<Uint8Array>;

/** Far more than any real file of papers holds; a small file that unpacks to more is an attack. */
const largestUnpacked = 64 * 2 ** 30;

/** Reads the first bytes of a source without losing them. */
export async function peek(
  source: ByteSource,
  size: number,
): Promise<{ head: Uint8Array; whole: ByteSource }> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done) break;
    held.push(next.value);
    length += next.value.length;
  }
  async function* whole() {
    try {
      yield* held;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(held).subarray(0, size), whole: whole() };
}

/** Unpacks gzip where the first bytes say so; passes everything else through. */
export async function unpack(source: ByteSource): Promise<ByteSource> {
  const { head, whole } = await peek(source, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return whole;
  const unpacked = createGunzip();
  // A failure of either comes out where the unpacked is read; `compose` loses that of a file that is cut off.
  pipeline(Readable.from(whole), unpacked, () => {});
  return limited(unpacked);
}

async function* limited(source: AsyncIterable<Uint8Array>): ByteSource {
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > largestUnpacked)
      throw new Error('The packed file holds more than 64 GiB; unpack and split it first.');
    yield chunk;
  }
}

/** Bytes to text: UTF-8, or UTF-16 where a byte-order mark says so. What is not valid becomes U+FFFD. */
export async function* decode(source: ByteSource): AsyncGenerator<string> {
  const { head, whole } = await peek(source, 2);
  const label =
    head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  const decoder = new TextDecoder(label);
  for await (const chunk of whole) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** A line of a file, and whether it was cut because it was too long to be one. */
export interface Line {
  /** From 1. */
  number: number;
  text: string;
  tooLong: boolean;
}

const longestLine = 8 * 2 ** 20;

/** Text to lines. A line over 8 MiB is cut there, marked, and the rest of it passed over. */
export async function* lines(source: AsyncIterable<string>): AsyncGenerator<Line> {
  let rest = '';
  let number = 0;
  let tooLong = false;
  for await (const chunk of source) {
    const pieces = chunk.split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (rest.length < longestLine) rest += piece;
      else tooLong = true;
      if (index === pieces.length - 1) break;
      number++;
      yield { number, text: rest.endsWith('\r') ? rest.slice(0, -1) : rest, tooLong };
      rest = '';
      tooLong = false;
    }
  }
  if (rest !== '') yield { number: number + 1, text: rest, tooLong };
}

/** The whole text, for formats that cannot be read in pieces. @throws Error over the limit. */
export async function wholeText(source: AsyncIterable<string>, limit = 64 * 2 ** 20): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const part of source) {
    length += part.length;
    if (length > limit)
      throw new Error(`The file is longer than ${limit / 2 ** 20} MiB, which this format is read up to.`);
    parts.push(part);
  }
  return parts.join('');
}
