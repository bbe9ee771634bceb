import { readSafetensors, SafetensorsError, writeSafetensors } from '@broadsheet/tensor/safetensors';
import { Lexicon } from './lexicon.ts';
import { TermEncoder, type TermTable } from './term-encoder.ts';

/** Of the file's form and of how texts become terms: another one is refused, since its rows would mean something else. */
const form = 'broadsheet-terms-1';

/** Writes an encoder as a safetensors file: `codes` int8 [rows, dimensions], `scales` float32 [rows], and the terms as metadata. */
export function writeEncoder(lexicon: Lexicon, table: TermTable, name: string): Uint8Array<ArrayBuffer> {
  const { dimensions, codes, scales } = table;
  return writeSafetensors(
    [
      ['codes', { dtype: 'int8', shape: [lexicon.rows, dimensions], data: Int8Array.from(codes) }],
      ['scales', { dtype: 'float32', shape: [lexicon.rows], data: Float32Array.from(scales) }],
    ],
    { form, name, terms: lexicon.terms.join(' '), buckets: String(lexicon.buckets) },
  );
}

/**
 * Opens an encoder that `writeEncoder` wrote.
 * @throws Error that says what is wrong with the file.
 */
export function openEncoder(model: Uint8Array): Promise<TermEncoder> {
  return new Promise((resolve) => resolve(readEncoder(model)));
}

/** Rows of float32 → int8 with a scale for each: off by half of a 127th of a row's largest number at most. */
export function quantiseRows(rows: Float32Array, dimensions: number): TermTable {
  const n = rows.length / dimensions;
  const codes = new Int8Array(rows.length);
  const scales = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    let largest = 0;
    for (let j = 0; j < dimensions; j++)
      largest = Math.max(largest, Math.abs(rows[row * dimensions + j] as number));
    const scale = Math.fround(largest / 127);
    scales[row] = scale;
    if (scale === 0) continue;
    for (let j = 0; j < dimensions; j++)
      codes[row * dimensions + j] = Math.round((rows[row * dimensions + j] as number) / scale);
  }
  return { dimensions, codes, scales };
}

function readEncoder(model: Uint8Array): TermEncoder {
  const wrong = (what: string, cause?: unknown): Error =>
    new Error(`This is no encoder of papers that can be read here: ${what}.`, { cause });
  let file;
  try {
    file = readSafetensors(model);
  } catch (error) {
    if (error instanceof SafetensorsError) throw wrong(error.message.replace(/\.$/, ''), error);
    throw error;
  }
  const { tensors, metadata } = file;
  if (metadata['form'] !== form) throw wrong(`its form is ${metadata['form'] ?? 'not said'}, not ${form}`);
  const [codes, scales] = [tensors.get('codes'), tensors.get('scales')];
  const buckets = Number(metadata['buckets']);
  if (!Number.isInteger(buckets) || buckets < 0) throw wrong('it does not say how many buckets it has');
  const terms = (metadata['terms'] ?? '').split(' ').filter((term) => term !== '');
  const lexicon = new Lexicon(terms, buckets);
  if (codes?.dtype !== 'int8' || codes.shape.length !== 2 || codes.shape[0] !== lexicon.rows)
    throw wrong(`codes are not int8 [${lexicon.rows}, dimensions]`);
  if (scales?.dtype !== 'float32' || scales.shape.length !== 1 || scales.shape[0] !== lexicon.rows)
    throw wrong(`scales are not float32 [${lexicon.rows}]`);
  const dimensions = codes.shape[1] as number;
  const table = { dimensions, codes: codes.data, scales: scales.data };
  return new TermEncoder(lexicon, table, metadata['name'] ?? 'an encoder without a name', model);
}
