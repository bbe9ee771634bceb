import { folderOf, PretrainedSettings } from '@broadsheet/learn';
import { readMailSettings, type MailSettings } from '@broadsheet/mail';
import { readConfigFile, readSettings, SettingsError, type SourceSettings } from '@broadsheet/sources';

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
 * Reads which pre-trained encoder is wanted: `encoder` of broadsheet.config.ts, a name, a folder, or an object with more; null where
 * the file says nothing.
 * @throws SettingsError that names the field at fault.
 */
export async function wantedEncoder(): Promise<PretrainedSettings | null> {
  const { config } = await readConfigFile(process.cwd());
  if (config.encoder === undefined) return null;
  return pretrainedSettings(
    typeof config.encoder === 'string' ? { model: config.encoder } : config.encoder,
    'encoder in broadsheet.config.ts',
  );
}

/** Settings of a pre-trained encoder, with a folder's path as it is from everywhere. @param where They stand, for people. */
export function pretrainedSettings(given: unknown, where: string): PretrainedSettings {
  const parsed = PretrainedSettings.safeParse(given);
  if (parsed.success) return { ...parsed.data, model: folderOf(parsed.data.model) ?? parsed.data.model };
  const [issue] = parsed.error.issues;
  throw new SettingsError(
    `${where}: ${issue?.path.join('.') || 'all of it'}: ${issue?.message ?? 'not settings of an encoder'}.`,
    "Write: encoder: 'Xenova/all-MiniLM-L6-v2', or { model: './models/e5', query: 'query: ', passage: 'passage: ' } (docs/operating.md).",
  );
}

/**
 * What may be fetched: the public internet. `BROADSHEET_ALLOW_LOOPBACK=1` adds this machine itself, for tests and for a
 * mirror that runs beside Broadsheet.
 */
export function networkRules(): { allowLoopback: boolean } {
  return { allowLoopback: process.env['BROADSHEET_ALLOW_LOOPBACK'] === '1' };
}
