import { readFileSync, statSync } from 'node:fs';
import { SettingsError } from './settings-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A secret from the environment: from `VARIABLE`, or from the file that `VARIABLE_FILE` names.
 * @param warnings Gets a sentence where other accounts can read the file.
 * @returns null where neither is set.
 * @throws SettingsError where the file cannot be read.
 */
export function readSecret(variable: string, env: Environment, warnings: string[]): string | null {
  const file = env[`${variable}_FILE`];
  if (!file) return env[variable] || null;
  warnings.push(...openToOthers(file, `the secret in ${variable}_FILE`));
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new SettingsError(
      `${variable}_FILE names ${file}, which could not be read: ${(error as Error).message}.`,
      'Check the path and its permissions.',
      error,
    );
  }
}

/** A sentence where others than the owner can read a file; none on systems that keep permissions in another way. */
export function openToOthers(file: string, what: string): string[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o077) === 0 || process.platform === 'win32'
    ? []
    : [`Other accounts of this machine can read ${what}: chmod 600 ${file}`];
}
