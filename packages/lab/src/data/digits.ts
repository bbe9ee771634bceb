import { readSafetensors } from '@broadsheet/tensor/safetensors';
import type { DataSet, ImageInputs, Part } from './data-set.ts';
import { sha256 } from './sha256.ts';

const heldOut = 1_500;
/** 16 levels of grey, spread over 0 to 255. */
const level = 17;

/**
 * The digits that come with the program: 6,500 to learn from and 1,500 held out, 28 × 28, grey. MNIST's test set, of which
 * 8,000 were drawn (data/digits.md).
 * @param packed the bytes of data/digits.safetensors.gz
 */
export async function readDigits(packed: Uint8Array<ArrayBuffer>): Promise<DataSet<ImageInputs>> {
  return {
    name: 'digits',
    kind: 'images',
    licence: 'CC BY-SA 3.0',
    origin: 'MNIST (LeCun, Cortes and Burges): 8,000 images of its test set, with 16 levels of grey',
    checksum: await sha256(packed),
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    ...(await unpackDigits(packed)),
    faults: [],
  };
}

/** Both parts alone, without the checksum that a page on plain http cannot make. As `readDigits`. */
export async function unpackDigits(
  packed: Uint8Array<ArrayBuffer>,
): Promise<Pick<DataSet<ImageInputs>, 'train' | 'test'>> {
  const { tensors } = readSafetensors(isGzip(packed) ? await unpack(packed) : packed);
  const [pixels, labels] = ['images', 'labels'].map((name) => tensors.get(name)?.data);
  if (!(pixels instanceof Uint8Array) || !(labels instanceof Uint8Array))
    throw new Error('digits: the file holds no images and labels. Take data/digits.safetensors.gz as it came.');
  const shape = [28, 28, 1] as const;
  const size = 28 * 28;
  const part = (from: number, to: number): Part<ImageInputs> => ({
    n: to - from,
    inputs: { kind: 'images', shape, pixels: pixels.slice(from * size, to * size).map((ink) => ink * level) },
    labels: Int32Array.from(labels.subarray(from, to)),
  });
  return {
    train: part(0, labels.length - heldOut),
    test: part(labels.length - heldOut, labels.length),
  };
}

/** Some servers take the file's ending for an encoding, and a browser has then unpacked it already. */
function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
