import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../root.ts';

const file = join(root, 'data/first-edition-encoder.safetensors');

/** The model of the encoder that comes with the program, or null where the program was taken without it. */
export function shippedEncoder(): (() => Promise<Uint8Array>) | null {
  return existsSync(file) ? () => readFile(file) : null;
}
