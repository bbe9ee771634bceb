import type { Backend } from './backend.ts';

let current: Backend | null = null;

/** Where new tensors are made. @throws Error before `start()`. */
export function currentBackend(): Backend {
  if (current === null)
    throw new Error('Nothing computes yet: `await start()` once before the first tensor is made.');
  return current;
}

export function setCurrentBackend(backend: Backend): void {
  current = backend;
}
