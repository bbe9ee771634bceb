import { readSafetensors } from '@broadsheet/tensor/safetensors';
import { pixelsOfDigit } from './digit-size.ts';

/** Some handwritten digits. */
export interface Digits {
  readonly n: number;
  /** uint8 [n, 28, 28]: 255 is ink. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** [n], 0 to 9. */
  readonly labels: Int32Array<ArrayBuffer>;
}

const heldOut = 1_500;
/** 16 levels of grey, spread over 0 to 255. */
const level = 17;

/**
 * The digits of data/digits.safetensors.gz: 6,500 to learn from, the last 1,500 held out, as in the laboratory.
 * @throws Error where the bytes are not that file's.
 */
export async function readDigits(
  packed: Uint8Array<ArrayBuffer>,
): Promise<{ learning: Digits; heldOut: Digits }> {
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const { tensors } = readSafetensors(new Uint8Array(await new Response(unpacked).arrayBuffer()));
  const [images, labels] = ['images', 'labels'].map((name) => tensors.get(name)?.data);
  if (!(images instanceof Uint8Array) || !(labels instanceof Uint8Array))
    throw new Error('The file of digits holds no images and labels. Load the page again.');
  const part = (from: number, to: number): Digits => ({
    n: to - from,
    pixels: Uint8Array.from(images.subarray(from * pixelsOfDigit, to * pixelsOfDigit), (ink) => ink * level),
    labels: Int32Array.from(labels.subarray(from, to)),
  });
  const learning = labels.length - heldOut;
  return { learning: part(0, learning), heldOut: part(learning, labels.length) };
}
