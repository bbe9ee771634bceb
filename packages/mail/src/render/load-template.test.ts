import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailTheme } from '../settings/theme.ts';
import { houseTemplate } from './house-template.ts';
import { loadTemplate } from './load-template.ts';
import { sampleDigest, sampleLinks } from './sample-digest.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-template-'));
});
afterAll(() => rm(folder, { recursive: true }));

let written = 0;
async function load(source: string) {
  const name = `template-${written++}.ts`;
  await writeFile(join(folder, name), source);
  return loadTemplate(`./${name}`, folder);
}
const theme = MailTheme.parse({});
const good = "{ subject: 'S', html: `<p>${links.unsubscribe ?? ''}</p>`, text: links.unsubscribe ?? 'none' }";

describe('a template of the operator’s own', () => {
  it('is the house’s where none is named', async () => {
    expect(await loadTemplate(undefined, folder)).toBe(houseTemplate);
  });

  it('stands in for the functions that it has', async () => {
    const template = await load(
      `export default { digest(digest: { title: string }, links: { unsubscribe: string | null }) { return { ...${good}, subject: digest.title, extra: 1 }; } };`,
    );
    expect(template.digest(sampleDigest, sampleLinks, theme)).toEqual({
      subject: 'Trending papers',
      html: `<p>${sampleLinks.unsubscribe}</p>`,
      text: sampleLinks.unsubscribe,
    });
    expect(template.confirmation).toBe(houseTemplate.confirmation);
    expect(template.links).toBe(houseTemplate.links);
  });

  it.each([
    ['export const digest = 1;', 'no object as its default export'],
    ['export default {};', 'is empty'],
    ['export default { diggest() {} };', 'has “diggest”, and nothing calls it'],
    ['export default { digest: 1 };', 'digest of the mail template'],
    ['export default {', 'could not be read'],
    ["throw new Error('no luck');", 'could not be read: no luck'],
    ["export default { digest() { throw new Error('no luck'); } };", 'failed: no luck'],
    ['export default { async digest() { throw new Error(); } };', 'gave a promise'],
    ['export default { digest() {} };', 'gave no object'],
    [`export default { digest(_, links) { return { ...${good}, subject: '' } } };`, 'gave no subject'],
    [
      `export default { digest(_, links) { return { ...${good}, subject: 'a\\nBcc: b' } } };`,
      'gave a subject with line breaks',
    ],
    [`export default { digest(_, links) { return { ...${good}, text: null } } };`, 'gave no text'],
    [`export default { digest(_, links) { return { ...${good}, html: 5 } } };`, 'gave no html'],
    [
      `export default { digest(_, links) { return { ...${good}, text: 'x' } } };`,
      'left out of its text the address links.unsubscribe',
    ],
    [
      "export default { confirmation() { return { subject: 'S', html: 'h', text: 't' } } };",
      'left out of its html the address links.confirm',
    ],
  ])('says at the start what is wrong with %s', async (source, said) => {
    const failure: unknown = await load(source).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'SettingsError',
      message: expect.stringContaining(said) as string,
    });
    expect((failure as Error).message).toContain(folder);
  });

  it('says that there is no such file', async () => {
    await expect(loadTemplate('./none.ts', folder)).rejects.toThrow(/none\.ts does not exist/);
  });

  it('is looked at with each mail, not with the first alone', async () => {
    const template = await load(
      `let calls = 0; export default { digest(_, links) { calls++; return { ...${good}, ...(calls > 2 ? { subject: 'a\\rb' } : {}) } } };`,
    );
    expect(() => template.digest(sampleDigest, sampleLinks, theme)).toThrow(
      /line breaks or control characters/,
    );
  });

  it('may be the example of the documentation', async () => {
    const guide = await readFile(join(import.meta.dirname, '../../../../docs/mail-templates.md'), 'utf8');
    const [, example = ''] = /```ts\n(\/\/ my-template\.ts\n[\s\S]*?)```/.exec(guide) ?? [];
    const at = (path: string) => pathToFileURL(join(import.meta.dirname, path)).href;
    await writeFile(
      join(folder, 'mail.ts'),
      `export * from '${at('house-template.ts')}'; export * from '${at('math-text.ts')}';`,
    );
    const template = await load(
      example
        .replace("'@broadsheet/mail'", "'./mail.ts'")
        .replace("'@broadsheet/papers'", `'${at('../../../papers/src/index.ts')}'`),
    );
    const { subject, html, text } = template.digest(sampleDigest, sampleLinks, theme);
    expect(subject).toBe('Broadsheet: 2 papers for 2026-03-04');
    expect(html).toContain('for &lt;tags&gt; &amp; &quot;quotes&quot;</a>');
    expect(text).toContain('Rates of 𝒪(n^(−1/2)) for <tags>');
  });
});
