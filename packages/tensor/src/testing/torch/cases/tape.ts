import * as T from '../../../index.ts';
import { numbers } from '../numbers.ts';
import type { TorchCases } from '../torch-case.ts';

export const tape: TorchCases = {
  checkpoint: {
    inputs: () => [numbers([4, 5]), numbers([5, 3], { seed: 2 })],
    f: (x, w) => T.square(T.checkpoint((a: T.Tensor, b: T.Tensor) => T.tanh(T.matmul(a, b)))(x, w)),
    order: 2,
    tolerance: 1e-4,
  },
  'customGradient: straight through': {
    inputs: () => [numbers([9])],
    f: (x) => {
      const round = T.customGradient((a: T.Tensor) => ({
        y: T.floor(T.add(a, 0.5)),
        backward: (g) => [g],
      }));
      return T.square(round(x));
    },
  },
  'grad: the penalty of a critic': {
    inputs: () => [numbers([3, 4]), numbers([4, 5], { seed: 2 }), numbers([5, 1], { seed: 3 })],
    f: (x, w, v) => {
      const critic = (at: T.Tensor): T.Tensor => T.sum(T.matmul(T.silu(T.matmul(at, w)), v));
      const norms = T.sqrt(T.sum(T.square(T.grad(critic)(x)), 1));
      return T.square(T.sub(norms, 1));
    },
  },
  'valueAndGrad: through a step of training': {
    inputs: () => [numbers([3, 4]), numbers([4, 2], { seed: 2 }), T.tensor([0.3])],
    f: (x, w, rate) => {
      const loss = (p: T.Tensor): T.Tensor => T.mean(T.softplus(T.matmul(x, p)));
      const { value, gradients } = T.valueAndGrad(loss)(w);
      return [value, loss(T.sub(w, T.mul(rate, gradients)))];
    },
  },
};
