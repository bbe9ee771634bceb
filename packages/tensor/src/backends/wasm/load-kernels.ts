import type { KernelFunction } from './jobs.ts';
import { webAssembly, type Memory, type Module } from './webassembly.ts';

// The two builds of the kernels, and which one this machine takes: `plain` has all of them, `fused` those that live by
// multiplying once more, with relaxed multiply-add.

export type Build = 'plain' | 'fused';

/** A function of one relaxed multiply-add: engines without relaxed SIMD refuse it. */
const relaxedMultiplyAdd = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  // Three vectors (i32.const, i8x16.splat), f32x4.relaxed_madd, end.
  ...[65, 1, 253, 15, 65, 2, 253, 15, 65, 3, 253, 15, 253, 133, 2, 11],
]);

export function hasRelaxedSimd(): boolean {
  return webAssembly.validate(relaxedMultiplyAdd);
}

/** Whether memory can be shared with other threads here: a page must be isolated from other origins for that. */
export function canShareMemory(): boolean {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return typeof SharedArrayBuffer !== 'undefined' && isolated !== false;
}

/**
 * All kernels, and behind them, for `fused`, those that are to be taken instead.
 * @param shared whether their memory is. The files ask for shared memory; elsewhere that one bit of their import is cleared.
 */
export function loadKernels(build: Build, shared: boolean): Promise<Module[]> {
  const names: Build[] = build === 'fused' ? ['plain', 'fused'] : ['plain'];
  return Promise.all(names.map((name) => loadBuild(name, shared)));
}

/** One built file. `codes` is by itself: the scan of codes, which needs no tensors. */
export async function loadBuild(name: Build | 'codes', shared: boolean): Promise<Module> {
  const bytes = await readBuild(name);
  return webAssembly.compile(shared ? bytes : withUnsharedMemory(bytes));
}

/** Every kernel by its name, on one memory. */
export function instantiate(modules: readonly Module[], memory: Memory): Record<string, KernelFunction> {
  const instances = modules.map((module) => new webAssembly.Instance(module, { env: { memory } }));
  return Object.assign({}, ...instances.map(({ exports }) => exports)) as Record<string, KernelFunction>;
}

async function readBuild(build: Build | 'codes'): Promise<Uint8Array<ArrayBuffer>> {
  // Each address stands whole, so that bundlers find the files.
  const addresses = {
    plain: () => new URL('../../../built/plain.wasm', import.meta.url),
    fused: () => new URL('../../../built/fused.wasm', import.meta.url),
    codes: () => new URL('../../../built/codes.wasm', import.meta.url),
  };
  const address = addresses[build]();
  if (address.protocol === 'file:') {
    const files = process.getBuiltinModule('node:fs/promises');
    return new Uint8Array(await files.readFile(address));
  }
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The kernels at ${address.href} were answered with ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
}

/**
 * The import section's only entry is the memory: "env", "memory", kind 2, then limits whose flags are 3 (shared, with a
 * maximum). 1 is the same without sharing (WebAssembly core specification, binary format, limits; threads proposal).
 */
function withUnsharedMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode('memory');
  const at = bytes.findIndex((_, i) => name.every((letter, j) => bytes[i + j] === letter));
  const flags = at + name.length + 1;
  if (at < 0 || bytes[flags] !== 3) throw new Error('The kernels do not import their memory as expected.');
  const changed = bytes.slice();
  changed[flags] = 1;
  return changed;
}
