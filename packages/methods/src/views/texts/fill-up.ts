import { tensor, type Tensor } from '@broadsheet/tensor';

/** Texts as an encoder takes them: tokens of each → int32 [n, length], what is longer cut off, what is shorter filled with -1. */
export function fillUp(texts: readonly ArrayLike<number>[], length: number): Tensor {
  const made = new Int32Array(texts.length * length).fill(-1);
  texts.forEach((tokens, i) => {
    for (let at = 0; at < Math.min(length, tokens.length); at++) made[i * length + at] = tokens[at] as number;
  });
  return tensor(made, [texts.length, length]);
}
