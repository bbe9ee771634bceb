import { writeSafetensors, type WritableTensor } from '../../safetensors/index.ts';
import { cases } from './cases.ts';
import { upstream } from './upstream.ts';

/**
 * The questions for answers.py: a safetensors file with the inputs of every case (`matmul: a batch/0`), the upstream
 * gradient, and the names of all cases with how often they are differentiated. The same bytes on every machine.
 */
export function writeRequests(): Uint8Array<ArrayBuffer> {
  const tensors: [string, WritableTensor][] = [
    ['upstream', { dtype: 'float32', shape: [upstream.length], data: upstream }],
  ];
  const orders: Record<string, number> = {};
  for (const [name, { inputs, order = 1 }] of Object.entries(cases)) {
    orders[name] = order;
    inputs().forEach((input, i) => {
      const { dtype, shape } = input;
      tensors.push([`${name}/${i}`, { dtype, shape, data: input.dataNow() } as unknown as WritableTensor]);
      input.dispose();
    });
  }
  return writeSafetensors(tensors, { orders: JSON.stringify(orders) });
}
