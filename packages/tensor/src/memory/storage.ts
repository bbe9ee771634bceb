import type { Backend } from '../backends/backend.ts';

/** Memory of one back end that tensors are views of. Freed when the last of them is. */
export interface Storage {
  readonly backend: Backend;
  readonly bytes: number;
  references: number;
  /** Counts the writes that change it in place, so that the tape notices when a saved value is no longer what it was. */
  version: number;
}
