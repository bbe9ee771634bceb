import type { ElementArray } from '../../array/dtype.ts';
import type { Shape } from '../../array/shape.ts';
import { Tensor } from '../../array/tensor.ts';
import { scope } from '../../memory/scope.ts';
import { add, mul } from '../../operations/arithmetic.ts';
import { tensor, zeros } from '../../operations/create.ts';
import { flip } from '../../operations/shape.ts';
import { sum } from '../../operations/sum.ts';
import { grad, valueAndGrad } from '../../tape/gradient.ts';
import type { TorchCase } from './torch-case.ts';
import { upstream } from './upstream.ts';

export interface Answer {
  readonly shape: Shape;
  readonly data: ElementArray;
}

/**
 * What this engine makes of a case: results `y0`, `y1`, …; `d0`, … the gradient of Σ upstream·y with respect to float32
 * inputs; `dd0`, … the gradient of Σ upstream·d. On whatever back end was started.
 *
 * A gradient is worked out in several ways, which must all be the same: `d0, of a view` is reached by a gradient that is
 * not dense, `d0, recorded` is made of operations that have a gradient again.
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

/** The name under which PyTorch answered: `d0` for `d0, of a view`. */
export function nameInTorch(name: string): string {
  return name.split(',')[0] as string;
}

type Leaves = readonly Tensor[];

function compute({ inputs, f, order = 1 }: TorchCase): (readonly [string, Tensor])[] {
  const given = inputs();
  const learnt = given.filter(({ dtype }) => dtype === 'float32');
  const results = (leaves: Leaves): Leaves => {
    const next = leaves.values();
    const y = f(...given.map((x) => (x.dtype === 'float32' ? (next.next().value as Tensor) : x)));
    return y instanceof Tensor ? [y] : y;
  };
  const first = grad((leaves: Leaves) => weighed(results(leaves)));
  const answers = named('y', results(learnt));
  if (order === 0) return answers;
  const ofViews = grad((leaves: Leaves) => weighed(results(leaves), true));
  answers.push(...named('d', first(learnt)), ...named('d', ofViews(learnt), ', of a view'));
  if (order === 1) return answers;
  const second = valueAndGrad((leaves: Leaves) => {
    const gradients = first(leaves);
    return [weighed(gradients, true), gradients];
  });
  const { gradients, extra } = second(learnt);
  return [...answers, ...named('d', extra, ', recorded'), ...named('dd', gradients)];
}

function named(name: string, list: Leaves, how = ''): (readonly [string, Tensor])[] {
  return list.map((x, i) => [`${name}${i}${how}`, x] as const);
}

/** Σ upstream·x over all elements of all float32 tensors; `backwards` sums in the other order, with the same gradient. */
function weighed(list: Leaves, backwards = false): Tensor {
  let total = zeros([]);
  let begin = 0;
  for (const x of list) {
    if (x.dtype !== 'float32') continue;
    const end = begin + x.size;
    if (end > upstream.length)
      throw new RangeError(`A case has ${end} elements or more; ${upstream.length} are the most.`);
    const weights = tensor(upstream.slice(begin, end), x.shape);
    const turned = (part: Tensor): Tensor => (backwards ? flip(part, ...part.shape.keys()) : part);
    total = add(total, sum(mul(turned(x), turned(weights))));
    begin = end;
  }
  return total;
}
