import type { ElementArray } from '../../array/dtype.ts';
import type { Shape } from '../../array/shape.ts';
import { Tensor } from '../../array/tensor.ts';
import { scope } from '../../memory/scope.ts';
import { add, mul } from '../../operations/arithmetic.ts';
import { tensor, zeros } from '../../operations/create.ts';
import { sum } from '../../operations/sum.ts';
import { grad } from '../../tape/gradient.ts';
import type { TorchCase } from './torch-case.ts';
import { upstream } from './upstream.ts';

export interface Answer {
  readonly shape: Shape;
  readonly data: ElementArray;
}

/**
 * What this engine makes of a case: results `y0`, `y1`, …; `d0`, … the gradient of Σ upstream·y with respect to float32
 * inputs; `dd0`, … the gradient of Σ upstream·d. On whatever back end was started.
 */
export async function runCase(torchCase: TorchCase): Promise<Map<string, Answer>> {
  const made = scope(() => Object.fromEntries(compute(torchCase)));
  const answers = new Map<string, Answer>();
  for (const [name, result] of Object.entries(made)) {
    answers.set(name, { shape: result.shape, data: await result.data() });
    result.dispose();
  }
  return answers;
}

function compute({ inputs, f, order = 1 }: TorchCase): (readonly [string, Tensor])[] {
  const given = inputs();
  const learnt = given.filter(({ dtype }) => dtype === 'float32');
  const results = (leaves: readonly Tensor[]): readonly Tensor[] => {
    const next = leaves.values();
    const y = f(...given.map((x) => (x.dtype === 'float32' ? (next.next().value as Tensor) : x)));
    return y instanceof Tensor ? [y] : y;
  };
  const first = grad((leaves: readonly Tensor[]) => weighed(results(leaves)));
  const second = grad((leaves: readonly Tensor[]) => weighed(first(leaves)));
  const named = (name: string, list: readonly Tensor[]): (readonly [string, Tensor])[] =>
    list.map((x, i) => [`${name}${i}`, x] as const);
  return [
    ...named('y', results(learnt)),
    ...(order >= 1 ? named('d', first(learnt)) : []),
    ...(order >= 2 ? named('dd', second(learnt)) : []),
  ];
}

/** Σ upstream·x over all elements of all float32 tensors. */
function weighed(list: readonly Tensor[]): Tensor {
  let total = zeros([]);
  let begin = 0;
  for (const x of list) {
    if (x.dtype !== 'float32') continue;
    const end = begin + x.size;
    if (end > upstream.length)
      throw new RangeError(`A case has ${end} elements or more; ${upstream.length} are the most.`);
    total = add(total, sum(mul(x, tensor(upstream.slice(begin, end), x.shape))));
    begin = end;
  }
  return total;
}
