import {
  arrayTypes,
  storedDtypes,
  writtenAs,
  type SafetensorsArrays,
  type SafetensorsDtype,
  type StoredDtype,
} from './dtypes.ts';
import { toBfloat, toHalf } from './half.ts';
import { show } from './parse-header.ts';
import { longestHeader } from './read-safetensors.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** A tensor to write; those that were read will do. */
export type WritableTensor = {
  [D in SafetensorsDtype]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    /** Row-major, as many elements as the shape has. */
    readonly data: WritableArrays[D];
    /** How to store it; float32 may be stored as F32 (unless given), F16 or BF16, everything else as what it is. */
    readonly stored?: StoredDtype;
  };
}[SafetensorsDtype];

/** The same arrays over any buffer: a shared one, or a part of Wasm memory. */
type WritableArrays = {
  [D in SafetensorsDtype]: InstanceType<(typeof arrayTypes)[D]> | SafetensorsArrays[D];
};

interface Placed {
  readonly name: string;
  readonly stored: StoredDtype;
  readonly tensor: WritableTensor;
}

const encoder = new TextEncoder();

/**
 * Writes a file of huggingface/safetensors. The same tensors and texts give the same bytes: tensors lie as the reference
 * implementation lays them (larger elements first, then by name), texts are sorted by key, and the header is filled with
 * spaces to a multiple of 8 bytes. Rounds to the nearest F16 or BF16, to the even one of two.
 * @param tensors by name: a Map, or pairs.
 * @throws SafetensorsError where a name stands twice, is `__metadata__` or is not valid Unicode, where a shape and its data
 * differ, where the data is not of its dtype, or where the header grows above 100 MB.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, WritableTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const placed = placeTensors(tensors);
  const { header, size } = describe(placed, metadata);
  const bytes = new Uint8Array(8 + header.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const { stored, tensor } of placed) {
    const part = bytesOf(tensor, stored);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function placeTensors(tensors: Iterable<readonly [string, WritableTensor]>): Placed[] {
  const names = new Set<string>();
  const placed: Placed[] = [];
  for (const [name, tensor] of tensors) {
    if (names.has(name)) throw new SafetensorsError(`safetensors: the name ${show(name)} stands twice.`);
    if (name === '__metadata__')
      throw new SafetensorsError('safetensors: a tensor may not be named __metadata__, which is for texts.');
    requireUnicode(name);
    names.add(name);
    placed.push({ name, stored: checkTensor(name, tensor), tensor });
  }
  return placed.sort(
    (a, b) => storedDtypes[b.stored].rank - storedDtypes[a.stored].rank || compareText(a.name, b.name),
  );
}

function describe(
  placed: readonly Placed[],
  metadata: Readonly<Record<string, string>>,
): { header: Uint8Array; size: number } {
  const fields: string[] = [];
  const texts = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  for (const [key, text] of texts) {
    requireUnicode(key);
    requireUnicode(text);
  }
  if (texts.length > 0)
    fields.push(
      `"__metadata__":{${texts.map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`).join(',')}}`,
    );
  let size = 0;
  for (const { name, stored, tensor } of placed) {
    const end = size + tensor.data.length * storedDtypes[stored].bytes;
    fields.push(
      `${JSON.stringify(name)}:{"dtype":"${stored}","shape":[${tensor.shape.join(',')}],"data_offsets":[${size},${end}]}`,
    );
    size = end;
  }
  const json = encoder.encode(`{${fields.join(',')}}`);
  const header = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  header.set(json);
  if (header.length > longestHeader)
    throw new SafetensorsError(
      `safetensors: a header has at most ${longestHeader} bytes; these names and texts make ${header.length}.`,
    );
  return { header, size };
}

/** How it will be stored. */
function checkTensor(name: string, tensor: WritableTensor): StoredDtype {
  const { dtype, shape, data } = tensor;
  const stored = tensor.stored ?? writtenAs[dtype];
  if (storedDtypes[stored].dtype !== dtype)
    throw new SafetensorsError(
      `safetensors: tensor ${show(name)} of ${dtype} cannot be stored as ${stored}.`,
    );
  if (!(data instanceof arrayTypes[dtype]))
    throw new SafetensorsError(
      `safetensors: tensor ${show(name)} of ${dtype} needs its data in a ${arrayTypes[dtype].name}.`,
    );
  let size = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0)
      throw new SafetensorsError(
        `safetensors: tensor ${show(name)} has shape [${shape.join(', ')}]; lengths are whole numbers of at least 0.`,
      );
    size *= length;
  }
  if (data.length !== size)
    throw new SafetensorsError(
      `safetensors: tensor ${show(name)} of shape [${shape.join(', ')}] has ${size} elements, but its data ${data.length}.`,
    );
  if (stored === 'BOOL' && (data as Uint8Array).some((truth) => truth > 1))
    throw new SafetensorsError(`safetensors: tensor ${show(name)} of bool may hold 0 and 1 only.`);
  return stored;
}

/** As they lie in memory: little-endian, as the format wants, on every machine that runs a browser or Node today. */
function bytesOf({ data }: WritableTensor, stored: StoredDtype): Uint8Array {
  if (stored === 'F16' || stored === 'BF16') {
    const halves = Uint16Array.from(data as Float32Array, stored === 'F16' ? toHalf : toBfloat);
    return new Uint8Array(halves.buffer);
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function requireUnicode(text: string): void {
  if (!text.isWellFormed())
    throw new SafetensorsError(`safetensors: ${show(text)} is not valid Unicode (half of a surrogate pair).`);
}

/** By code points, as UTF-8 sorts. UTF-16, by which JavaScript compares, differs above U+FFFF. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] === b[i]) continue;
    // Halves of a pair stand for code points above all others.
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    const pairs = Number(isSurrogate(x)) - Number(isSurrogate(y));
    return pairs === 0 ? x - y : pairs;
  }
  return a.length - b.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
