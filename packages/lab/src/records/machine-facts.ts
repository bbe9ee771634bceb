import { availableParallelism, cpus } from 'node:os';
import type { Backend } from '@broadsheet/tensor';
import type { MachineFacts } from '../run/run-record.ts';

/** What computes here. */
export function machineFacts(
  backend: Pick<Backend, 'name' | 'threads'> & { readonly build?: string },
): MachineFacts {
  const { name, threads, build } = backend;
  return {
    processor: cpus()[0]?.model.trim() || process.arch,
    cores: availableParallelism(),
    threads,
    runtime: `Node ${process.versions.node}`,
    backend: name,
    build: build === 'fused' || build === 'plain' ? build : null,
  };
}
