import { addressOf, at, divide, type WasmKernel } from './machine.ts';

const numberOf = { bits: 0, uniform: 1, normal: 2 } as const;

export const random: WasmKernel<'random'> = (machine, _, outputs, { name, key }) => {
  const y = at(outputs, 0);
  const blocks = Math.ceil(y.size / 8);
  divide(machine, y.size * 16, 'random', blocks, numberOf[name], key[0], key[1], addressOf(y), y.size);
};
