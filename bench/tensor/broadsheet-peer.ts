/** Our engine's side of the tensor benchmark: its Wasm back end in Node. */
import * as T from '@broadsheet/tensor';
import type { Tensors } from './broadsheet-steps.ts';
import { prepareStep, tensorsOf } from './broadsheet-training.ts';
import type { MicroName } from './micro.ts';
import { answer, type Operation, type Stack, type Values } from './peer.ts';
import type { StepName } from './steps.ts';

await answer(async (threads) => {
  const backend = await T.start({ threads });
  await backend.ready();
  const step = async (name: StepName, values: Values) => prepareStep(name, values);
  return { version: 'of this tree', step, micro } satisfies Stack;
});

async function micro(name: MicroName, values: Values): Promise<Operation> {
  const operation = operationOf(name, tensorsOf(values));
  return {
    run: () => T.scope(() => void operation()),
    results: () => T.scope(() => operation().map(elements)),
  };
}

function operationOf(name: MicroName, tensors: Tensors): () => (T.Tensor | T.SparseRows)[] {
  const get = (key: string) => tensors[key] as T.Tensor;
  switch (name) {
    case 'matmul512':
    case 'matmul1024':
      return () => [T.matmul(get('a'), get('b'))];
    case 'add':
      return () => [T.add(get('a'), get('b'))];
    case 'softmax':
      return () => [T.softmax(get('x'))];
    case 'convForward':
      return () => [T.conv2d(get('x'), get('weight'), { padding: 1 })];
    case 'convGradients': {
      // A scalar has to be made of the upstream gradient: two passes that the other stacks do not need.
      const gradients = T.grad(({ x, weight }: { x: T.Tensor; weight: T.Tensor }) =>
        T.sum(T.mul(T.conv2d(x, weight, { padding: 1 }), get('upstream'))),
      );
      return () => Object.values(gradients({ x: get('x'), weight: get('weight') }));
    }
    case 'bagForward':
      return () => [T.embeddingBag(get('table'), get('tokens'))];
    case 'bagGradient': {
      const table = new T.EmbeddingTable(get('table'));
      const gradient = T.grad((weights: T.EmbeddingTable) =>
        T.sum(T.mul(T.embeddingBag(weights, get('tokens')), get('upstream'))),
      );
      return () => [gradient(table)];
    }
  }
}

/** Those of sparse rows that belong to a row. */
function elements(result: T.Tensor | T.SparseRows): Float32Array {
  if (result instanceof T.Tensor) return result.dataNow();
  const rows = result.rows.dataNow<'int32'>();
  const found = rows.findIndex((row) => row < 0);
  const data = result.values.dataNow();
  return found < 0 ? data : data.subarray(0, found * result.shape[1]);
}
