import { readFile } from 'node:fs/promises';
import { openEncoder, type TextEncoder } from '@broadsheet/learn';
import { JudgeError } from '../judge-error.ts';

/**
 * Opens an encoder from a file, as training writes one.
 * @throws JudgeError where the file cannot be read or is no encoder.
 */
export async function openModelFile(path: string): Promise<TextEncoder> {
  try {
    return await openEncoder(await readFile(path));
  } catch (error) {
    throw new JudgeError(
      `${path} does not open as an encoder: ${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}.`,
      'Name a file that training wrote, such as data/first-edition-encoder.safetensors.',
    );
  }
}
