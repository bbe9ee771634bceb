import { catalogue, usualSources } from '../catalogue.ts';
import type { Source } from '../source.ts';
import { readConfigFile } from './config-file.ts';
import { openToOthers, readSecret, type Environment, type SecretPlaces } from './secret.ts';
import { SettingsError } from './settings-error.ts';

/** A source that is on, with its own options, validated. */
export interface ChosenSource {
  source: Source;
  options: unknown;
}

/** What the operator has chosen. */
export interface SourceSettings {
  /** In the order of the catalogue. */
  chosen: ChosenSource[];
  /** Mail address or page at which a service can reach the operator; sent with every request. */
  contact: string | null;
  /** Things that are allowed, but unwise. */
  warnings: string[];
  /** Where the choice stands, for people. */
  from: string;
}

/** Secrets, which stand in the environment (or a file that it names with `_FILE`) and nowhere else. */
const secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'semantic-scholar': { apiKey: 'SEMANTIC_SCHOLAR_API_KEY' },
  github: { token: 'GITHUB_TOKEN' },
  openalex: { apiKey: 'OPENALEX_API_KEY' },
  openreview: { username: 'OPENREVIEW_USERNAME', password: 'OPENREVIEW_PASSWORD' },
};

export interface ReadSettingsOptions {
  env?: Environment;
  /** The folder in which `broadsheet.config.ts` (or `.js`, `.mjs`) is looked for. */
  folder: string;
  /** Turn on the usual sources where nothing was chosen. */
  usual?: boolean;
  /** Sources that are on whatever the settings say, with what these say about them. */
  also?: readonly string[];
}

/**
 * Reads which sources are on: from `broadsheet.config.ts` (`export default { sources: { 'arxiv-oai': { sets: ['cs'] } } }`)
 * and `BROADSHEET_SOURCES=arxiv-feed,hugging-face`, which adds to it.
 * @throws SettingsError that names the file or variable, the source and the field at fault.
 */
export async function readSettings({
  env = process.env,
  folder,
  usual = false,
  also = [],
}: ReadSettingsOptions): Promise<SourceSettings> {
  const warnings: string[] = [];
  const { config, file } = await readConfigFile(folder);
  const wanted = new Map<string, Record<string, unknown>>();
  for (const [name, options] of Object.entries(config.sources)) {
    requireSource(name, file ?? 'the configuration');
    if (options !== false) wanted.set(name, options === true ? {} : options);
  }
  for (const name of listOf(env['BROADSHEET_SOURCES'])) {
    requireSource(name, 'BROADSHEET_SOURCES');
    if (!wanted.has(name)) wanted.set(name, {});
  }
  for (const name of also) {
    requireSource(name, 'the command');
    if (!wanted.has(name)) wanted.set(name, {});
  }
  if (wanted.size === 0 && usual) for (const name of usualSources) wanted.set(name, {});
  if (file !== null) warnings.push(...secretsInFile(file, wanted));
  const chosen = catalogue.flatMap((source): ChosenSource[] => {
    const given = wanted.get(source.name);
    if (given === undefined) return [];
    return [
      {
        source,
        options: optionsOf(
          source,
          { ...given, ...readSecrets(source.name, { env, folder, warnings }) },
          file,
        ),
      },
    ];
  });
  return {
    chosen,
    contact: env['BROADSHEET_CONTACT']?.trim() || config.contact || null,
    warnings,
    from: file ?? (env['BROADSHEET_SOURCES'] ? 'BROADSHEET_SOURCES' : 'nothing was chosen'),
  };
}

function requireSource(name: string, where: string): void {
  if (catalogue.some((source) => source.name === name)) return;
  throw new SettingsError(
    `There is no source “${name}” (in ${where}).`,
    `There are: ${catalogue.map((source) => source.name).join(', ')}.`,
  );
}

/** A source's options, validated. @throws SettingsError that names source and field. */
export function optionsOf(source: Source, given: unknown, file: string | null): unknown {
  const parsed = source.options.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? '' : `.${issue.path.join('.')}`;
  throw new SettingsError(
    `${source.name}${field} in ${file ?? 'the settings'}: ${issue?.message ?? 'not options'}.`,
    `Write it as the page on sources shows: docs/sources.md, ${source.name}.`,
  );
}

/** Secrets of a source from the environment, or from files that it names. */
function readSecrets(name: string, places: SecretPlaces): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [option, variable] of Object.entries(secrets[name] ?? {})) {
    const secret = readSecret(variable, places);
    if (secret !== null) found[option] = secret.text;
  }
  return found;
}

function secretsInFile(file: string, wanted: ReadonlyMap<string, Record<string, unknown>>): string[] {
  const holds = [...wanted].some(([name, options]) =>
    Object.keys(secrets[name] ?? {}).some((option) => option in options),
  );
  return holds ? openToOthers(file, `the secrets in ${file}`) : [];
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}
