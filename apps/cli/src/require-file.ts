import { existsSync } from 'node:fs';
import { exitCodes, Failure } from './failure.ts';

/** Complains before the slow work where a file, or a folder, is not there; `-` is standard input. */
export function requireFile(path: string): void {
  if (path === '-' || existsSync(path)) return;
  throw new Failure(`There is no file ${path}.`, undefined, exitCodes.usage);
}
