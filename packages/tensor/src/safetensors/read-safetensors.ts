import {
  arrayTypes,
  isStoredDtype,
  storedDtypes,
  type SafetensorsArrays,
  type SafetensorsDtype,
  type StoredDtype,
} from './dtypes.ts';
import { fromBfloat, fromHalf } from './half.ts';
import { parseHeader, show, type HeaderEntry } from './parse-header.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** A tensor of a file: what its elements are on the host, and how they lay in the file. */
export type SafetensorsTensor = {
  [D in SafetensorsDtype]: {
    readonly dtype: D;
    /** Lengths along each axis; `[]` is a single number. */
    readonly shape: readonly number[];
    /** Row-major. A copy: it does not keep the file's bytes. */
    readonly data: SafetensorsArrays[D];
    readonly stored: StoredDtype;
  };
}[SafetensorsDtype];

export interface Safetensors {
  /** By name, in the order of their bytes. */
  readonly tensors: Map<string, SafetensorsTensor>;
  /** The free texts of `__metadata__`; empty where there are none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The longest header, as in the reference implementation. */
export const longestHeader = 100_000_000;

/**
 * Reads a file of huggingface/safetensors (README, "Format"; safetensors/src/tensor.rs). F16 and BF16 are widened to
 * float32, I64 becomes a BigInt64Array. The bytes may come from anywhere: sizes are checked against the file before
 * anything is allocated, and what is allocated for elements is at most twice the file.
 *
 * Stricter than the reference in three points, for clear errors: fields of an entry that nobody knows, more than 64 axes,
 * and bytes of BOOL other than 0 and 1 are refused.
 * @throws SafetensorsError with the tensor and the rule that is broken.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, from } = readHeader(bytes);
  const data = bytes.subarray(from);
  const entries = header.entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    checkEntry(entry, end);
    end = entry.end;
  }
  if (end !== data.length)
    throw new SafetensorsError(
      `safetensors: the tensors must cover the file to its end; they end at byte ${end} of the data, which has ` +
        `${data.length}.`,
    );
  return {
    tensors: new Map(entries.map((entry) => [entry.name, readTensor(entry, data)])),
    metadata: header.metadata,
  };
}

function readHeader(bytes: Uint8Array): { header: ReturnType<typeof parseHeader>; from: number } {
  if (bytes.length < 8)
    throw new SafetensorsError(
      `safetensors: a file begins with 8 bytes for the header's length; this one has ${bytes.length} in all.`,
    );
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(longestHeader))
    throw new SafetensorsError(
      `safetensors: a header has at most ${longestHeader} bytes; this one claims ${length}.`,
    );
  const from = 8 + Number(length);
  if (from > bytes.length)
    throw new SafetensorsError(
      `safetensors: the header claims ${length} bytes, but only ${bytes.length - 8} follow.`,
    );
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, from));
  } catch {
    throw new SafetensorsError('safetensors: the header is not valid UTF-8.');
  }
  return { header: parseHeader(text), from };
}

/** @param from where the bytes of the tensor before it end. */
function checkEntry(entry: HeaderEntry, from: number): asserts entry is HeaderEntry & { dtype: StoredDtype } {
  const tensor = `safetensors: tensor ${show(entry.name)}`;
  if (!isStoredDtype(entry.dtype))
    throw new SafetensorsError(
      `${tensor} has dtype ${show(entry.dtype)}; ${Object.keys(storedDtypes).join(', ')} are read.`,
    );
  if (entry.end < entry.begin)
    throw new SafetensorsError(`${tensor} ends at byte ${entry.end}, before it begins at ${entry.begin}.`);
  if (entry.begin !== from)
    throw new SafetensorsError(
      `${tensor} begins at byte ${entry.begin} of the data, but what comes before it ends at ${from}: tensors must ` +
        `neither overlap nor leave holes.`,
    );
  let size = storedDtypes[entry.dtype].bytes;
  for (const length of entry.shape) {
    size *= length;
    if (size > Number.MAX_SAFE_INTEGER)
      throw new SafetensorsError(
        `${tensor} has a shape of more than 2⁵³ bytes: [${entry.shape.join(', ')}].`,
      );
  }
  if (entry.end - entry.begin !== size)
    throw new SafetensorsError(
      `${tensor} of ${entry.dtype} and shape [${entry.shape.join(', ')}] needs ${size} bytes; its data_offsets ` +
        `[${entry.begin}, ${entry.end}] hold ${entry.end - entry.begin}.`,
    );
}

function readTensor(entry: HeaderEntry, bytes: Uint8Array): SafetensorsTensor {
  const stored = entry.dtype as StoredDtype;
  const { dtype } = storedDtypes[stored];
  // Offsets need not be multiples of the elements' sizes, so bytes are copied to where they are. Not by slice(), which
  // copies nothing where the bytes are a Buffer of Node.
  const own = new Uint8Array(bytes.subarray(entry.begin, entry.end));
  const data = stored === 'F16' || stored === 'BF16' ? widen(stored, own) : new arrayTypes[dtype](own.buffer);
  if (stored === 'BOOL') checkTruths(entry.name, own);
  return { dtype, shape: entry.shape, data, stored } as SafetensorsTensor;
}

function widen(stored: 'F16' | 'BF16', bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return Float32Array.from(new Uint16Array(bytes.buffer), stored === 'F16' ? fromHalf : fromBfloat);
}

function checkTruths(name: string, bytes: Uint8Array): void {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at >= 0)
    throw new SafetensorsError(
      `safetensors: tensor ${show(name)} of BOOL holds 0 and 1 only; element ${at} is ${bytes[at]}.`,
    );
}
