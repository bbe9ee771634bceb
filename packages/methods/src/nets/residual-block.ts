import { add, random, relu, type Key, type Tensor } from '@broadsheet/tensor';
import { convolve, initConvolution, type Convolution } from './convolution.ts';
import { inside, type Pass } from './pass.ts';

export type ResidualBlock = {
  readonly first: Convolution;
  readonly second: Convolution;
  /** 1 × 1, where height, width or channels change. */
  readonly shortcut?: Convolution;
};

/** Of two 3 × 3 convolutions; `stride` above 1 asks for a convolution on the way around them. */
export function initResidualBlock(key: Key, inputs: number, outputs: number, stride: number): ResidualBlock {
  const [one, two, around] = random.split(key, 3) as [Key, Key, Key];
  return {
    first: initConvolution(one, 3, inputs, outputs),
    second: initConvolution(two, 3, outputs, outputs),
    ...(stride === 1 && inputs === outputs ? {} : { shortcut: initConvolution(around, 1, inputs, outputs) }),
  };
}

/** ReLU(F(x) + x), F being two convolutions with a ReLU between (He et al., 2016, section 3.3): [n, h, w, inputs] → [n, ⌈h / stride⌉, ⌈w / stride⌉, outputs]. */
export function residualBlock(block: ResidualBlock, x: Tensor, stride: number, pass: Pass): Tensor {
  const within = relu(convolve(block.first, x, stride, inside(pass, 'first')));
  const found = convolve(block.second, within, 1, inside(pass, 'second'));
  const around =
    block.shortcut === undefined ? x : convolve(block.shortcut, x, stride, inside(pass, 'shortcut'));
  return relu(add(found, around));
}
