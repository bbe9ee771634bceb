import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a training was begun with: the same again where it goes on. */
export const BegunTraining = z.strictObject({
  /** Which papers take part: those up to an id, without a share of them. */
  part: z.strictObject({ until: z.number(), share: z.number().min(0).max(1) }),
  seed: z.number(),
  /** The same papers, seed and threads make the same encoder. */
  threads: z.number(),
  minutes: z.number().optional(),
  epochs: z.number().optional(),
  /** The encoder of the store that it began from. */
  from: z.number().optional(),
  /** ISO 8601 */
  begunAt: z.string(),
});
export type BegunTraining = z.infer<typeof BegunTraining>;

const fileIn = (folder: string) => join(folder, 'training.json');

/** Where the training of a folder keeps how far it is. */
export function checkpointIn(folder: string): string {
  return join(folder, 'checkpoint.safetensors');
}

/** What was begun in a folder and not finished, or null. @throws Error that names the file where it cannot be read. */
export function readBegunTraining(folder: string): BegunTraining | null {
  const file = fileIn(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return BegunTraining.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} does not say what was begun, so that training cannot go on. Begin anew.`, {
      cause: error,
    });
  }
}

/** Begins: what was begun in the folder before is forgotten. */
export function writeBegunTraining(folder: string, begun: BegunTraining): void {
  forgetTraining(folder);
  mkdirSync(folder, { recursive: true });
  const file = fileIn(folder);
  // Killed here, there is nothing to go on with rather than half of it.
  writeFileSync(`${file}.new`, `${JSON.stringify(begun, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** The training is done, or given up. */
export function forgetTraining(folder: string): void {
  for (const file of [fileIn(folder), checkpointIn(folder)])
    for (const end of ['', '.new']) rmSync(`${file}${end}`, { force: true });
}
