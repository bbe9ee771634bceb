import { currentBackend } from '../../../packages/tensor/src/backends/current.ts';
import { BufferPool } from '../../../packages/tensor/src/backends/webgpu/buffer-pool.ts';
import { CommandQueue } from '../../../packages/tensor/src/backends/webgpu/command-queue.ts';
import { Encoder } from '../../../packages/tensor/src/backends/webgpu/encoder.ts';
import { Failures } from '../../../packages/tensor/src/backends/webgpu/failures.ts';
import { openDevice } from '../../../packages/tensor/src/backends/webgpu/open-device.ts';
import { Pipelines } from '../../../packages/tensor/src/backends/webgpu/pipelines.ts';
import { extentOf, type GpuStorage, type View } from '../../../packages/tensor/src/backends/webgpu/view.ts';
import * as T from '../../../packages/tensor/src/index.ts';

/** What an error says. */
export async function messageOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'no error';
  } catch (error) {
    return (error as Error).message;
  }
}

/** What start() says where there is no adapter. */
export function messageOfStart(): Promise<string> {
  return messageOf(() => T.start({ backend: 'webgpu' }));
}

/** What is said of a shader that the GPU's compiler refuses: all of ours are in order, so this one is made up. */
async function messageOfBadShader(): Promise<string> {
  const { device } = await openDevice();
  const failures = new Failures();
  const pool = new BufferPool(device, failures);
  const queue = new CommandQueue(
    new Encoder(device, pool, new Pipelines(device, failures), failures),
    pool,
    failures,
  );
  const storage: GpuStorage = {
    backend: currentBackend(),
    bytes: 4,
    references: 0,
    version: 0,
    buffer: null,
  };
  const y: View = { storage, dtype: 'float32', shape: [1], strides: [1], offset: 0, size: 1, dense: true };
  const common = {
    kind: 'dispatch',
    kernel: 'softmax',
    reads: {},
    writes: { y },
    numbers: {},
    groups: 1,
  } as const;
  queue.run([{ ...common, shader: 'nonsense', code: () => 'fn main() { y[0] = colour; }' }]);
  const message = await messageOf(() => queue.read(extentOf(y)));
  device.destroy();
  return message;
}

export interface Messages {
  readonly badShader: string;
  readonly readNow: string;
  readonly tooLarge: string;
  readonly failedInFallBack: string;
  readonly readAfterFailure: number;
  readonly stopped: string;
}

/** What is said when things go wrong on the GPU, and that it goes on where it can. */
export async function messages(): Promise<Messages> {
  const backend = await T.start({ backend: 'webgpu' });
  const readNow = await messageOf(() => T.ones([]).item());
  const tooLarge = await messageOf(() => T.zeros([2 ** 31]));
  // A kernel that WebAssembly refuses: nobody waits for it, so the next who reads is told.
  const x = T.ones([4]);
  backend.run('sort', [], [x], { rows: 1, length: 4, descending: false });
  const failedInFallBack = await messageOf(() => x.data());
  const readAfterFailure = (await T.add(T.ones([2]), 1).data())[0] as number;
  const badShader = await messageOfBadShader();
  await backend.stop();
  const stopped = await messageOf(() => T.ones([2]).data());
  return { badShader, readNow, tooLarge, failedInFallBack, readAfterFailure, stopped };
}
