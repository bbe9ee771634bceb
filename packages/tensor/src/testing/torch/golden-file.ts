import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

/** PyTorch's answers as they were when `npm run test:torch -- --write` was last run. */
export const goldenFile = resolve(import.meta.dirname, 'golden/torch.safetensors');

/** What a file of answers names the requests by. */
export function hashOf(requests: Uint8Array): string {
  return createHash('sha256').update(requests).digest('hex');
}
