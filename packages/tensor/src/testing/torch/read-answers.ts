import { readSafetensors } from '../../safetensors/index.ts';
import type { Answer } from './run-case.ts';

/** What PyTorch made of the cases. */
export interface TorchAnswers {
  /** PyTorch's version. */
  readonly version: string;
  /** SHA-256 of what `writeRequests` asked. */
  readonly requests: string;
  /** For each case its results and gradients, named as `runCase` names them. */
  readonly cases: ReadonlyMap<string, ReadonlyMap<string, Answer>>;
}

/** Reads a file that answers.py wrote. */
export function readAnswers(bytes: Uint8Array): TorchAnswers {
  const { tensors, metadata } = readSafetensors(bytes);
  const cases = new Map<string, Map<string, Answer>>();
  for (const [name, tensor] of tensors) {
    const cut = name.lastIndexOf('/');
    const [own, part] = [name.slice(0, cut), name.slice(cut + 1)];
    const answers = cases.get(own) ?? new Map<string, Answer>();
    cases.set(own, answers.set(part, tensor as Answer));
  }
  return { version: metadata['torch'] ?? 'unknown', requests: metadata['requests'] ?? 'unknown', cases };
}
