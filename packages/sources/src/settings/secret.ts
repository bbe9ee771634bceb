import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { SettingsError } from './settings-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SecretPlaces {
  env: Environment;
  /** Where paths begin. */
  folder: string;
  /** Gets a sentence where other accounts can read the file. */
  warnings: string[];
}

/**
 * A secret from the environment: from `VARIABLE`, or from the file that `VARIABLE_FILE` names.
 * @returns The secret and the variable that was obeyed; null where neither is set.
 * @throws SettingsError where the file cannot be read, or is empty.
 */
export function readSecret(
  variable: string,
  { env, folder, warnings }: SecretPlaces,
): { text: string; where: string } | null {
  const where = `${variable}_FILE`;
  const named = env[where];
  if (!named) {
    const text = env[variable];
    return text ? { text, where: variable } : null;
  }
  const file = resolve(folder, named);
  warnings.push(...openToOthers(file, `the secret in ${where}`));
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new SettingsError(
      `${where} names ${file}, which could not be read: ${(error as Error).message}.`,
      'Check the path and its permissions.',
      error,
    );
  }
  if (text === '')
    throw new SettingsError(`${where} names ${file}, which is empty.`, 'Put the secret into it.');
  return { text, where };
}

/** A sentence where others than the owner can read a file; none on systems that keep permissions in another way. */
export function openToOthers(file: string, what: string): string[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o077) === 0 || process.platform === 'win32'
    ? []
    : [`Other accounts of this machine can read ${what}: chmod 600 ${file}`];
}
