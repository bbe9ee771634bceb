import type { Backend } from './backend.ts';
import { setCurrentBackend } from './current.ts';
import { WasmBackend, type WasmOptions } from './wasm/wasm-backend.ts';

/** What computes, from `start` until `stop`. */
export interface Started extends Backend {
  /**
   * When all threads are there. Nobody has to wait for it: where they come up later (Node), the first operations are computed
   * on one, with the same results.
   * @throws Error where threads do not come up; so does the next operation that would use them.
   */
  ready(): Promise<void>;
  /** Ends the other threads, or gives the GPU back. */
  stop(): Promise<void>;
}

export interface StartOptions extends WasmOptions {
  /** `webgpu` computes on the GPU of a page; the other options are WebAssembly's. */
  readonly backend?: 'wasm' | 'webgpu';
}

/**
 * Makes ready what computes; call it once and await it before the first tensor. WebAssembly SIMD on one thread unless
 * `threads` says more (in a page, threads need cross-origin isolation; without it there is one).
 *
 * ```ts
 * await start({ threads: 2 });
 * await start({ backend: 'webgpu' });
 * ```
 * @throws Error where WebGPU is asked for and not there; the message says what to do.
 * @returns the back end, whose `memory()` tells how much tensors take.
 */
export async function start(options: StartOptions = {}): Promise<Started> {
  const backend = options.backend === 'webgpu' ? await startWebGpu() : await WasmBackend.start(options);
  setCurrentBackend(backend);
  return backend;
}

/** Whoever computes on the CPU does not load it. */
async function startWebGpu(): Promise<Started> {
  const { WebGpuBackend } = await import('./webgpu/webgpu-backend.ts');
  return WebGpuBackend.start();
}
