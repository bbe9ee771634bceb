import type { Digits } from './digits.ts';
import { predict, type Model } from './model.ts';

export interface Answers {
  /** What the model takes each digit for. */
  readonly given: Int32Array;
  /** The share of right ones. */
  readonly accuracy: number;
}

/** Asks the model what digits are. */
export async function examine(model: Model, { images, labels }: Digits): Promise<Answers> {
  const found = predict(model, images);
  const given = await found.data<'int32'>();
  found.dispose();
  return { given, accuracy: given.filter((digit, i) => digit === labels[i]).length / labels.length };
}
