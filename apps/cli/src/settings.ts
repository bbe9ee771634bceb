import { readSettings, type SourceSettings } from '@broadsheet/sources';

/** Reads which sources are on, says what is unwise about it, and complains by file and field where it is wrong. */
export async function chosenSources(options: { usual?: boolean } = {}): Promise<SourceSettings> {
  const settings = await readSettings({ folder: process.cwd(), ...options });
  for (const warning of settings.warnings) console.error(warning);
  return settings;
}
