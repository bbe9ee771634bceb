import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { SettingsError } from './settings-error.ts';

const Config = z.strictObject({
  contact: z.string().min(3).max(200).optional(),
  sources: z.record(z.string(), z.union([z.boolean(), z.record(z.string(), z.unknown())])).default({}),
  /** What packages/mail reads. */
  mail: z.unknown().optional(),
  /** A pre-trained encoder, which packages/learn reads. */
  encoder: z.unknown().optional(),
});

/**
 * Reads `broadsheet.config.ts` (or `.js`, `.mjs`), where the folder has one.
 * @returns `file` is null where there is none, and `config` then empty.
 * @throws SettingsError that names the file and the field.
 */
export async function readConfigFile(
  folder: string,
): Promise<{ config: z.output<typeof Config>; file: string | null }> {
  const file = ['broadsheet.config.ts', 'broadsheet.config.js', 'broadsheet.config.mjs']
    .map((name) => resolve(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined) return { config: Config.parse({}), file: null };
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(file).href)) as typeof loaded;
  } catch (error) {
    throw new SettingsError(
      `${file} could not be read: ${error instanceof Error ? error.message : String(error)}`,
      'It is a module: export default { sources: { … } }.',
      error,
    );
  }
  const parsed = Config.safeParse(loaded.default);
  if (parsed.success) return { config: parsed.data, file };
  const [issue] = parsed.error.issues;
  throw new SettingsError(
    `${file}: ${issue?.path.join('.') || 'default export'}: ${issue?.message ?? 'not a configuration'}.`,
    "Write: export default { contact: 'you@example.org', sources: { 'arxiv-feed': true } }",
  );
}
