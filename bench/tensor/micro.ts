/**
 * Single operations, measured beside the steps. Each answers with its results, whose sum of squares must agree. Where
 * gradients are asked for, the way there is part of it, since not every stack can go back without it.
 */
import { given, learnt, whole, type Declared } from './declared.ts';

export type MicroName =
  | 'matmul512'
  | 'matmul1024'
  | 'add'
  | 'softmax'
  | 'convForward'
  | 'convGradients'
  | 'bagForward'
  | 'bagGradient';

export interface Micro {
  about: string;
  tensors: Readonly<Record<string, Declared>>;
  /** Without it, milliseconds are shown. */
  rate?: { unit: 'GFLOP/s' | 'GB/s'; /** Operations or bytes of one run. */ amount: number };
}

const square = (length: number, key: number) => ({
  a: given(key, [length, length]),
  b: given(key + 1, [length, length]),
});
const images = given(120, [128, 32, 16, 16]);
const weight = learnt(121, [32, 32, 3, 3], 0.15);
const table = learnt(130, [50_000, 256], 0.1);
const tokens = whole(131, [512, 64], 50_000);

export const micros: Readonly<Record<MicroName, Micro>> = {
  matmul512: {
    about: 'matrix product, 512³',
    tensors: square(512, 100),
    rate: { unit: 'GFLOP/s', amount: 2 * 512 ** 3 },
  },
  matmul1024: {
    about: 'matrix product, 1,024³',
    tensors: square(1024, 102),
    rate: { unit: 'GFLOP/s', amount: 2 * 1024 ** 3 },
  },
  add: {
    about: 'a + b, 16 Mi floats',
    tensors: { a: given(110, [2 ** 24]), b: given(111, [2 ** 24]) },
    rate: { unit: 'GB/s', amount: 3 * 4 * 2 ** 24 },
  },
  softmax: { about: 'softmax, 4,096 × 1,024', tensors: { x: given(112, [4096, 1024]) } },
  convForward: {
    about: 'convolution 3×3, 32→32 channels, 16×16, batch 128',
    tensors: { x: images, weight },
  },
  convGradients: {
    about: 'the same with both gradients',
    tensors: { x: images, weight, upstream: given(122, [128, 32, 16, 16]) },
  },
  bagForward: { about: 'mean of 64 embeddings, 50,000 × 256, 512 bags', tensors: { table, tokens } },
  bagGradient: {
    about: 'the same with the gradient of the table',
    tensors: { table, tokens, upstream: given(132, [512, 256]) },
  },
};
