import { setImmediate as turn } from 'node:timers/promises';
import type { PaperText } from '@broadsheet/papers';
import { quantise } from '../encoder/quantise.ts';
import type { TextEncoder } from '../encoder/text-encoder.ts';

/** Texts that are encoded in one go: some milliseconds' work, so that a site in this process answers in between. */
const slice = 16;

/**
 * Texts → their codes, int8 [dimensions] each. Text on which the encoder fails alone gets a vector of zeros, which nothing is near
 * to: it must not keep the others waiting.
 * @throws What the encoder threw where it fails on all of them.
 */
export async function encodeTexts(
  encoder: Pick<TextEncoder, 'dimensions' | 'encode'>,
  texts: readonly PaperText[],
  signal?: AbortSignal,
): Promise<Int8Array[]> {
  const codes: Int8Array[] = [];
  for (let from = 0; from < texts.length && signal?.aborted !== true; from += slice) {
    codes.push(...(await encodeSlice(encoder, texts.slice(from, from + slice))));
    await turn();
  }
  return codes;
}

async function encodeSlice(
  encoder: Pick<TextEncoder, 'dimensions' | 'encode'>,
  texts: readonly PaperText[],
): Promise<Int8Array[]> {
  const { dimensions } = encoder;
  try {
    return rowsOf(quantise(await encoder.encode(texts), dimensions), texts.length, dimensions);
  } catch (error) {
    if (texts.length === 1) throw error;
    let failed = 0;
    const codes: Int8Array[] = [];
    for (const text of texts)
      try {
        codes.push(...rowsOf(quantise(await encoder.encode([text]), dimensions), 1, dimensions));
      } catch {
        failed++;
        codes.push(new Int8Array(dimensions));
      }
    if (failed === texts.length) throw error;
    return codes;
  }
}

function rowsOf(codes: Int8Array, n: number, dimensions: number): Int8Array[] {
  if (codes.length !== n * dimensions)
    throw new RangeError(
      `The encoder made ${codes.length} numbers of ${n} texts, not [${n}, ${dimensions}].`,
    );
  return Array.from({ length: n }, (_, i) => codes.slice(i * dimensions, (i + 1) * dimensions));
}
