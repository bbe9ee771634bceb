import { leavesOf, random, slice, start, sum, tanh, valueAndGrad, type Tensor } from '@broadsheet/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradient } from '../testing/check-gradient.ts';
import { convNet, largeConvNet, smallConvNet } from './conv-net.ts';
import { evaluationPass, trainingPass } from './pass.ts';
import { RunningMoments } from './running-moments.ts';

beforeAll(() => start());

const numbers = (x: Tensor): number[] => [...x.dataNow()];

describe('the residual ConvNet', () => {
  test.each([
    { takes: [32, 32, 3], options: { widths: [4, 8, 16] } },
    { takes: [28, 28, 1], options: { widths: [4, 6], stemStride: 2, blocks: 2 } },
    { takes: [9, 7, 2], options: { widths: [4, 4, 4], blocks: [0, 1, 2] } },
  ])('of $options takes $takes and gives its last width', ({ takes, options }) => {
    const net = convNet(takes, options);
    const y = net.run(
      net.init(random.key(1)),
      random.uniform(random.key(2), [3, ...takes]),
      evaluationPass(),
    );
    expect(y.shape).toEqual([3, net.gives]);
    expect(net.gives).toBe(options.widths.at(-1));
  });

  test.each([
    ['small', smallConvNet, 162_840],
    ['large', largeConvNet, 2_775_104],
  ] as const)('that is %s has as many parameters as its docstring says', (_, options, count) => {
    const parameters = convNet([32, 32, 3], options).init(random.key(1));
    expect(leavesOf(parameters).reduce((total, [, leaf]) => total + (leaf as Tensor).size, 0)).toBe(count);
  });

  test('treats images of a batch apart from each other in evaluation', () => {
    const net = convNet([8, 8, 3], { widths: [4, 8] });
    const [parameters, moments] = [net.init(random.key(1)), new RunningMoments()];
    const images = random.uniform(random.key(2), [4, 8, 8, 3]);
    net.run(parameters, images, trainingPass(random.key(3), moments));
    const all = net.run(parameters, images, evaluationPass(moments));
    const third = net.run(parameters, slice(images, [2, 3]), evaluationPass(moments));
    expect(numbers(third)).toEqual(
      numbers(slice(all, [2, 3])).map((value) => expect.closeTo(value, 4) as number),
    );
  });

  test('keeps the scale of what goes through', () => {
    const net = convNet([16, 16, 3], { widths: [8, 16, 32], blocks: 2 });
    const y = net.run(
      net.init(random.key(1)),
      random.normal(random.key(2), [32, 16, 16, 3]),
      evaluationPass(),
    );
    const square = numbers(y).reduce((total, value) => total + value * value, 0) / y.size;
    expect(square).toBeGreaterThan(0.1);
    expect(square).toBeLessThan(10);
  });

  test('has right gradients, through strides and shortcuts', () => {
    const net = convNet([6, 6, 2], { widths: [3, 4], stemStride: 1 });
    const images = random.normal(random.key(2), [4, 6, 6, 2]);
    const loss = (parameters: ReturnType<typeof net.init>): Tensor =>
      sum(tanh(net.run(parameters, images, trainingPass(random.key(3), new RunningMoments()))));
    checkGradient(loss, net.init(random.key(1)), { step: 5e-4, tolerance: 2e-2 });
  });

  test('reaches every parameter', () => {
    const net = convNet([8, 8, 3], { widths: [4, 8], blocks: [1, 2], stemStride: 2 });
    const images = random.normal(random.key(2), [6, 8, 8, 3]);
    const { gradients } = valueAndGrad((parameters: ReturnType<typeof net.init>) =>
      sum(tanh(net.run(parameters, images, trainingPass(random.key(3), new RunningMoments())))),
    )(net.init(random.key(1)));
    const walk = (part: unknown): Tensor[] =>
      Array.isArray(part) || Object.getPrototypeOf(part) === Object.prototype
        ? Object.values(part as object).flatMap(walk)
        : [part as Tensor];
    const leaves = walk(gradients);
    expect(leaves.length).toBe(3 * (1 + 2 + 2 + 3));
    for (const leaf of leaves) expect(Math.max(...numbers(leaf).map(Math.abs))).toBeGreaterThan(0);
  });

  test('tells options and inputs that do not fit', () => {
    expect(() => convNet([32, 32], { widths: [4] })).toThrow('not [32, 32]');
    expect(() => convNet([32, 32, 3], { widths: [] })).toThrow('names no stage');
    expect(() => convNet([32, 32, 3], { widths: [4, 0] })).toThrow(
      'widths[1] is a whole number of at least 1, not 0',
    );
    expect(() => convNet([32, 32, 3], { widths: [4, 8], blocks: [1] })).toThrow('2 widths and 1 counts');
    expect(() => convNet([32, 32, 3], { widths: [4, 8], blocks: [1, 0] })).toThrow(
      'blocks[1] is a whole number of at least 1',
    );
    const net = convNet([8, 8, 3], { widths: [4] });
    expect(() =>
      net.run(net.init(random.key(1)), random.normal(random.key(1), [2, 8, 8, 1]), evaluationPass()),
    ).toThrow('inputs are [n, 8, 8, 3], not [2, 8, 8, 1]');
  });
});
