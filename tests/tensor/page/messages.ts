import * as T from '../../../packages/tensor/src/index.ts';

async function messageOf(work: () => unknown): Promise<string> {
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

export interface Messages {
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
  await backend.stop();
  const stopped = await messageOf(() => T.ones([2]).data());
  return { readNow, tooLarge, failedInFallBack, readAfterFailure, stopped };
}
