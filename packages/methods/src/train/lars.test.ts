import { start, tensor, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { lars } from './lars.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];
const close = (wanted: readonly number[]): number[] =>
  wanted.map((value) => expect.closeTo(value, 5) as number);

describe('LARS', () => {
  test('scales a layer by trust·‖w‖ / ‖g + βw‖ and then adds momentum', () => {
    const w = tensor([[3, 4]]);
    const optimiser = lars({ momentum: 0.5, weightDecay: 0.5, trust: 0.1 });
    const memory = optimiser.init({ w });
    // g + 0.5·w = [0, 2] + [1.5, 2] = [1.5, 4]; the trust ratio is 0.1·5 / √18.25.
    const gradient = { w: tensor([[0, 2]]) };
    const ratio = 0.5 / Math.sqrt(18.25);
    optimiser.step({ w }, gradient, memory, { learningRate: 2, step: 1 });
    const first = [2 * ratio * 1.5, 2 * ratio * 4] as const;
    const moved = [3 - first[0], 4 - first[1]] as const;
    expect(numbers(w)).toEqual(close(moved));
    const own = [0.5 * moved[0], 2 + 0.5 * moved[1]] as const;
    const again = (0.1 * Math.hypot(...moved)) / Math.hypot(...own);
    optimiser.step({ w }, gradient, memory, { learningRate: 2, step: 2 });
    expect(numbers(w)).toEqual(
      close([moved[0] - 0.5 * first[0] - 2 * again * own[0], moved[1] - 0.5 * first[1] - 2 * again * own[1]]),
    );
  });

  test('goes as far whatever the gradient is multiplied by', () => {
    const after = (factor: number): number[] => {
      const w = tensor([[1, 2], [3, 4]]); // prettier-ignore
      const optimiser = lars({ weightDecay: 0 });
      const gradient = { w: tensor([[factor, 0], [-factor, 2 * factor]]) }; // prettier-ignore
      optimiser.step({ w }, gradient, optimiser.init({ w }), { learningRate: 1, step: 1 });
      return numbers(w);
    };
    expect(after(1000)).toEqual(close(after(0.001)));
    expect(after(1)).not.toEqual(close([1, 2, 3, 4]));
  });

  test('neither scales nor decays what has one axis, and leaves alone what has no gradient', () => {
    const [shift, still] = [tensor([1, 1]), tensor([[2, 2]])];
    const optimiser = lars({ weightDecay: 0.5 });
    const memory = optimiser.init({ shift, still });
    const gradients = { shift: tensor([1, 0]), still: tensor([[0, 0]]) };
    lars({ weightDecay: 0 }).step({ shift, still }, gradients, memory, { learningRate: 0.1, step: 1 });
    expect(numbers(shift)).toEqual(close([0.9, 1]));
    expect(numbers(still)).toEqual([2, 2]);
  });
});
