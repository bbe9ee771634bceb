import { readMailSettings, type MailSettings } from '@broadsheet/mail';
import { readConfigFile, readSettings, type SourceSettings } from '@broadsheet/sources';

/** Reads which sources are on, says what is unwise about it, and complains by file and field where it is wrong. */
export async function chosenSources(
  options: { usual?: boolean; also?: readonly string[] } = {},
): Promise<SourceSettings> {
  const settings = await readSettings({ folder: process.cwd(), ...options });
  for (const warning of settings.warnings) console.error(warning);
  return settings;
}

/** Reads how mails go out, and says what is unwise about it. */
export async function mailSettings(): Promise<MailSettings> {
  const folder = process.cwd();
  const { config } = await readConfigFile(folder);
  const settings = readMailSettings({ config: config.mail, folder });
  for (const warning of settings.warnings) console.error(warning);
  return settings;
}

/**
 * What may be fetched: the public internet. `BROADSHEET_ALLOW_LOOPBACK=1` adds this machine itself, for tests and for a
 * mirror that runs beside Broadsheet.
 */
export function networkRules(): { allowLoopback: boolean } {
  return { allowLoopback: process.env['BROADSHEET_ALLOW_LOOPBACK'] === '1' };
}
