import * as T from '../../../packages/tensor/src/index.ts';
import { webAssembly } from '../../../packages/tensor/src/backends/wasm/webassembly.ts';

export interface Started {
  readonly isolated: boolean;
  readonly threads: number;
  readonly build: string;
  /** How far a product computed by all threads is from the same sums by hand. */
  readonly distance: number;
}

/** Starts WebAssembly in this page and computes something that is worth dividing. */
export async function startWasm(threads: number, relaxedSimd: boolean): Promise<Started> {
  // As an engine without relaxed SIMD answers: it takes no module that uses it.
  if (!relaxedSimd) (webAssembly as unknown as { validate: () => boolean }).validate = () => false;
  const backend = await T.start({ threads });
  const n = 160;
  const distance = T.scope(() => {
    const [a, b] = [T.random.uniform(T.random.key(1), [n, n]), T.random.uniform(T.random.key(2), [n, n])];
    const [x, y, z] = [a.dataNow(), b.dataNow(), T.matmul(a, b).dataNow()];
    let most = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += (x[i * n + k] as number) * (y[k * n + j] as number);
        most = Math.max(most, Math.abs(sum - (z[i * n + j] as number)));
      }
    return most;
  });
  const started = {
    isolated: globalThis.crossOriginIsolated,
    threads: backend.threads,
    build: (backend as unknown as { build: string }).build,
    distance,
  };
  await backend.stop();
  return started;
}
