// Runs the same work on WebAssembly and on WebGPU and says how far apart the results are.
import { setCurrentBackend } from '../../../packages/tensor/src/backends/current.ts';
import { WasmBackend } from '../../../packages/tensor/src/backends/wasm/wasm-backend.ts';
import { WebGpuBackend } from '../../../packages/tensor/src/backends/webgpu/webgpu-backend.ts';
import { scope, type Tensor } from '../../../packages/tensor/src/index.ts';
import { numbers } from './numbers.ts';

export interface Case {
  readonly name: string;
  /** Makes its inputs anew each time. */
  readonly work: () => Tensor | readonly Tensor[];
  /** Largest |a - b| / (1 + |b|) allowed; 1e-5 unless it says otherwise, 0 for the same bits. */
  readonly tolerance?: number;
}

export interface Outcome {
  readonly name: string;
  readonly distance: number;
  readonly passed: boolean;
  /** What went wrong, where something did. */
  readonly problem?: string;
}

export interface Pair {
  readonly wasm: WasmBackend;
  readonly gpu: WebGpuBackend;
}

/**
 * The GPU is taken for one that has 7 workgroups along a dimension instead of 65,535, so that most kernels need a second
 * dimension, and have workgroups to spare in the last line.
 */
export async function startBoth(): Promise<Pair> {
  const { prototype } = (globalThis as unknown as { GPUDevice: { prototype: { limits: object } } }).GPUDevice;
  const limits = Object.getOwnPropertyDescriptor(prototype, 'limits') as PropertyDescriptor;
  Object.defineProperty(prototype, 'limits', {
    get(): unknown {
      const { maxBufferSize, maxStorageBufferBindingSize } = limits.get?.call(this) as Record<string, number>;
      return { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension: 7 };
    },
    configurable: true,
  });
  return { wasm: await WasmBackend.start(), gpu: await WebGpuBackend.start() };
}

async function resultsOn(backend: WasmBackend | WebGpuBackend, work: Case['work']): Promise<Result[]> {
  setCurrentBackend(backend);
  numbers.reset();
  const tensors = scope(() => {
    const made = work();
    return Array.isArray(made) ? [...(made as Tensor[])] : [made as Tensor];
  });
  const reading = tensors.map(async (tensor) => ({ shape: [...tensor.shape], data: await tensor.data() }));
  for (const tensor of tensors) tensor.dispose();
  return Promise.all(reading);
}

interface Result {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export async function compare({ wasm, gpu }: Pair, cases: readonly Case[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, work, tolerance = 1e-5 } of cases) {
    try {
      const [expected, found] = [await resultsOn(wasm, work), await resultsOn(gpu, work)];
      const distance = Math.max(0, ...expected.map((result, i) => distanceOf(result, found[i] as Result)));
      outcomes.push({ name, distance, passed: distance <= tolerance });
    } catch (error) {
      outcomes.push({
        name,
        distance: Infinity,
        passed: false,
        problem: String((error as Error).stack ?? error),
      });
    }
  }
  return outcomes;
}

function distanceOf(expected: Result, found: Result): number {
  if (String(expected.shape) !== String(found.shape) || expected.data.length !== found.data.length)
    return Infinity;
  let most = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const [a, b] = [found.data[i] as number, expected.data[i] as number];
    if (Object.is(a, b) || a === b) continue;
    const distance = Math.abs(a - b) / (1 + Math.abs(b));
    most = Math.max(most, Number.isNaN(distance) ? Infinity : distance);
  }
  return most;
}
