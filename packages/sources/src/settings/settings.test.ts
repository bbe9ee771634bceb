import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { SettingsError } from './settings-error.ts';
import { readSettings } from './settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const names = async (env: Record<string, string> = {}, usual = false) =>
  (await readSettings({ folder, env, usual })).chosen.map(({ source }) => source.name);
const write = (text: string) => writeFileSync(join(folder, 'broadsheet.config.ts'), text, { mode: 0o600 });

describe('readSettings', () => {
  it('turns nothing on by itself, and the usual sources when asked', async () => {
    expect(await names()).toEqual([]);
    expect(await names({}, true)).toEqual(['arxiv-feed', 'arxiv-oai', 'hugging-face']);
  });

  it('turns a source on with one line, in the environment or in a file', async () => {
    expect(await names({ BROADSHEET_SOURCES: 'hugging-face, arxiv-feed' }, true)).toEqual([
      'arxiv-feed',
      'hugging-face',
    ]);
    write(`const sets: string[] = ['stat'];
export default { contact: 'me@example.org', sources: { 'arxiv-oai': { sets }, github: false } };`);
    const settings = await readSettings({ folder, env: { BROADSHEET_SOURCES: 'biorxiv' } });
    expect(settings.chosen.map(({ source }) => source.name)).toEqual(['arxiv-oai', 'biorxiv']);
    expect(settings.chosen[0]?.options).toMatchObject({ sets: ['stat'] });
    expect(settings.contact).toBe('me@example.org');
  });

  it.each([
    [{ BROADSHEET_SOURCES: 'arxiv' }, null, /no source “arxiv” \(in BROADSHEET_SOURCES\)/],
    [{}, `export default { sources: { nonsense: true } }`, /no source “nonsense”.*broadsheet\.config\.ts/],
    [{}, `export default { sources: { 'arxiv-oai': { set: 'cs' } } }`, /arxiv-oai.*set/],
    [{}, `export default { sources: { 'arxiv-oai': { from: 'yesterday' } } }`, /arxiv-oai\.from/],
    [{}, `export default { source: {} }`, /source/],
    [{}, `export default {`, /could not be read/],
    [{ GITHUB_TOKEN_FILE: '/nowhere/token', BROADSHEET_SOURCES: 'github' }, null, /GITHUB_TOKEN_FILE/],
  ] as [Record<string, string>, string | null, RegExp][])(
    'says what is wrong: %j %s',
    async (env, file, says) => {
      if (file !== null) write(file);
      const reading = readSettings({ folder, env });
      await expect(reading).rejects.toThrow(SettingsError);
      await expect(reading).rejects.toThrow(says);
      await expect(reading).rejects.toSatisfy((error: SettingsError) => error.hint.length > 10);
    },
  );

  it('takes secrets from the environment or a file, and warns when others can read that', async () => {
    const secret = join(folder, 'token');
    writeFileSync(secret, 'ghp_x\n', { mode: 0o600 });
    const env = { BROADSHEET_SOURCES: 'github', GITHUB_TOKEN_FILE: secret };
    const closed = await readSettings({ folder, env });
    expect(closed.chosen[0]?.options).toMatchObject({ token: 'ghp_x' });
    expect(closed.warnings).toEqual([]);
    chmodSync(secret, 0o644);
    const { warnings } = await readSettings({ folder, env });
    expect(warnings.join()).toMatch(/chmod 600/);
    expect(warnings.join()).not.toContain('ghp_x');
  });
});

describe('the catalogue', () => {
  it('has every name once, and each source states its manners', () => {
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
    for (const { etiquette, licence, about, options } of catalogue) {
      expect(etiquette.interval).toBeGreaterThan(0);
      expect(etiquette.terms).toMatch(/^https:\/\//);
      expect([licence, about, etiquette.rule].every((text) => text.length > 3)).toBe(true);
      expect(options.safeParse({ nonsense: 1 }).success).toBe(false);
    }
  });

  it('runs each source again within a week', () => {
    const now = new Date('2026-11-25T12:00:00Z');
    for (const { name, nextRun, options } of catalogue) {
      const parsed = options.safeParse({});
      if (!parsed.success) continue;
      const wait = nextRun(now, parsed.data).getTime() - now.getTime();
      expect(wait, name).toBeGreaterThan(0);
      expect(wait, name).toBeLessThanOrEqual(7 * 86_400_000);
    }
  });
});
