import { unpackDigits, type ImageInputs, type Part } from '@broadsheet/lab/run';

/** Some handwritten digits, each with its class. */
export interface Digits {
  readonly n: number;
  /** uint8 [n, 28, 28]: 255 is ink. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** [n], 0 to 9. */
  readonly labels: Int32Array<ArrayBuffer>;
}

/**
 * The laboratory's own digits: 6,500 to learn from and 1,500 held out.
 * @param packed the bytes of data/digits.safetensors.gz
 * @throws Error where the bytes are not that file's.
 */
export async function openDigits(
  packed: Uint8Array<ArrayBuffer>,
): Promise<{ learning: Digits; heldOut: Digits }> {
  const { train, test } = await unpackDigits(packed);
  return { learning: digitsOf(train), heldOut: digitsOf(test) };
}

function digitsOf({ n, inputs: { pixels }, labels }: Part<ImageInputs>): Digits {
  if (labels === undefined) throw new Error('The digits came without their classes. Load the page again.');
  return { n, pixels, labels };
}
