import { cast, div, scope, slice, tensor, type Tensor } from '@broadsheet/tensor';
import { readSafetensors } from '@broadsheet/tensor/safetensors';

export interface Digits {
  /** [n, 28, 28, 1]: ink from 0 to 1. */
  readonly images: Tensor;
  /** 0 to 9. */
  readonly labels: Int32Array<ArrayBuffer>;
}

const heldOut = 1_500;

/** The digits of data/digits.safetensors.gz: most to learn from, the last ones to test with. */
export async function readDigits(
  packed: Uint8Array<ArrayBuffer>,
): Promise<{ readonly learning: Digits; readonly heldOut: Digits }> {
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const { tensors } = readSafetensors(new Uint8Array(await new Response(unpacked).arrayBuffer()));
  const [pixels, labels] = ['images', 'labels'].map((name) => tensors.get(name)?.data as Uint8Array);
  if (pixels === undefined || labels === undefined) throw new Error('These are no digits.');
  const count = labels.length;
  return scope(() => {
    const images = div(cast(tensor(pixels, [count, 28, 28, 1]), 'float32'), 15);
    const part = (from: number, to: number): Digits => ({
      images: slice(images, [from, to]),
      labels: Int32Array.from(labels.subarray(from, to)),
    });
    return { learning: part(0, count - heldOut), heldOut: part(count - heldOut, count) };
  });
}
