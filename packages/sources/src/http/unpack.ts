import { pipeline, Readable, type Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { SourceError } from './source-error.ts';

/** For the request's `Accept-Encoding`. */
export const knownEncodings = 'gzip, br, zstd, deflate';

/** Pieces of 64 KiB: fewer turns of the loop, and still little for a bomb to fill. */
const options = { chunkSize: 65_536 };

/**
 * Unpacks a body by its `Content-Encoding`, piece by piece. Nothing is unpacked before it is asked for, so a bomb costs
 * one piece more than its reader takes.
 * @param encoding The header's value; empty where there is none. One packing, since nobody packs twice but attackers.
 * @throws SourceError `content` for an unknown packing; zlib's errors for a broken or cut one.
 */
export async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array, void> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') {
    yield* packed;
    return;
  }
  const iterator = packed[Symbol.asyncIterator]();
  try {
    const first = await iterator.next();
    // An answer without a body, a 304, may name the packing of the body it does not send.
    if (first.done) return;
    const unpacker = unpackerFor(name, first.value);
    // Not `compose`: it loses zlib's complaint about a cut body, and the error ends the process.
    pipeline(Readable.from(rejoined(first.value, iterator), { objectMode: false }), unpacker, () => {});
    yield* unpacker as AsyncIterable<Uint8Array>;
  } finally {
    // Not awaited: it would wait for a piece that is under way, and the network may take its time with that.
    void iterator.return?.().catch(() => {});
  }
}

async function* rejoined(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function unpackerFor(name: string, head: Uint8Array): Transform {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(options);
    case 'br':
      return createBrotliDecompress(options);
    case 'zstd':
      return createZstdDecompress(options);
    case 'deflate':
      // By the letter zlib's format, in the wild often bare: zlib's first byte names the method 8 in its low half.
      return ((head[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options);
    default:
      throw new SourceError(
        'content',
        'The answer is packed in a way that is not known.',
        'The service sent a Content-Encoding that nobody asked for. Usually a broken proxy in between.',
      );
  }
}
