import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsError } from '@broadsheet/sources';
import { readMailSettings } from './read-mail-settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-mail-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pem = (bits = 2048) =>
  generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const read = (config: unknown, env: Record<string, string> = {}) => readMailSettings({ config, env, folder });
const dkim = { domain: 'example.org', selector: 'b1' };

describe('readMailSettings', () => {
  it('is content with nothing: mails then go into the outbox', () => {
    const settings = read(undefined);
    expect(settings).toMatchObject({ smtp: null, dkimKey: null, warnings: [] });
    expect(settings.config).toMatchObject({ connections: 4, theme: { name: 'Broadsheet' } });
  });

  it('reads a server’s address', () => {
    const from = { MAIL_FROM: 'papers@example.org' };
    expect(read(undefined, { ...from, SMTP_URL: 'smtp://me:a%2Fb%40c@mail.example.org' }).smtp).toEqual({
      host: 'mail.example.org',
      port: 587,
      secure: false,
      startTls: 'required',
      user: 'me',
      password: 'a/b@c',
    });
    expect(read(undefined, { ...from, SMTP_URL: 'smtps://mail.example.org' }).smtp).toMatchObject({
      port: 465,
      secure: true,
      user: null,
    });
    expect(read(undefined, { ...from, SMTP_URL: 'smtp://[::1]:2525' }).smtp).toMatchObject({
      host: '::1',
      port: 2525,
      startTls: 'offered',
    });
    const open = read(undefined, { ...from, SMTP_URL: 'smtp://me:pw@mail.example.org?tls=off' });
    expect(open.smtp).toMatchObject({ startTls: 'off' });
    expect(open.warnings.join()).toMatch(/password go to mail\.example\.org unencrypted/);
  });

  it('obeys MAIL_FROM before the file', () => {
    expect(read({ from: 'a@example.org' }, { MAIL_FROM: 'b@example.org' }).config.from).toBe('b@example.org');
  });

  it('takes secrets from files, and warns when others can read them', () => {
    const file = join(folder, 'key.pem');
    writeFileSync(file, pem(), { mode: 0o600 });
    writeFileSync(join(folder, 'url'), 'smtp://localhost\n', { mode: 0o600 });
    const env = {
      DKIM_PRIVATE_KEY_FILE: 'key.pem',
      SMTP_URL_FILE: 'url',
      MAIL_FROM: 'papers@mail.example.org',
    };
    const settings = read({ dkim }, env);
    expect(settings.dkimKey).toContain('BEGIN PRIVATE KEY');
    expect(settings).toMatchObject({ smtp: { host: 'localhost', startTls: 'offered' }, warnings: [] });
    chmodSync(file, 0o640);
    expect(read({ dkim }, env).warnings).toEqual([expect.stringMatching(/DKIM_PRIVATE_KEY_FILE: chmod 600/)]);
  });

  it('takes a key on one line', () => {
    const line = pem().toString().replaceAll('\n', '\\n');
    expect(read({ dkim }, { DKIM_PRIVATE_KEY: line }).dkimKey).toContain('\n');
  });

  it('warns of a signature that DMARC does not count', () => {
    const { warnings } = read({ dkim, from: 'papers@other.net' }, { DKIM_PRIVATE_KEY: pem().toString() });
    expect(warnings.join()).toMatch(/DMARC/);
  });

  it.each([
    [{ form: 'x' }, {}, /form/],
    [{ from: 'nobody' }, {}, /mail\.from .*must be a mail address/],
    [{ connections: 0 }, {}, /mail\.connections/],
    [{ theme: { accent: 'red' } }, {}, /mail\.theme\.accent/],
    [undefined, { MAIL_FROM: 'A <a@example.org>' }, /MAIL_FROM is not a mail address/],
    [undefined, { SMTP_URL: 'smtp://localhost' }, /not whom mails come from/],
    [undefined, { SMTP_URL: 'secret-without-scheme' }, /SMTP_URL is not an address/],
    [undefined, { SMTP_URL: 'https://me:secret@x.example' }, /begins with https/],
    [undefined, { SMTP_URL: 'smtp://me:secret/1@x.example' }, /SMTP_URL/],
    [undefined, { SMTP_URL: 'smtp://me:secret%@x.example' }, /SMTP_URL has a %/],
    [undefined, { SMTP_URL: 'smtp://me@x.example' }, /no password/],
    [undefined, { SMTP_URL: 'smtp://x.example?tls=maybe' }, /option/],
    [undefined, { SMTP_URL: 'smtps://x.example?tls=off' }, /both/],
    [undefined, { SMTP_URL_FILE: 'nowhere' }, /SMTP_URL_FILE names .*nowhere/],
    [undefined, { DKIM_PRIVATE_KEY: 'secret' }, /which name/],
    [{ dkim }, {}, /no key/],
    [{ dkim }, { DKIM_PRIVATE_KEY: 'secret' }, /not a private key/],
    [{ dkim: { ...dkim, selector: 'a b' } }, { DKIM_PRIVATE_KEY: 'secret' }, /mail\.dkim\.selector/],
    [{ bouncesTo: `${'b'.repeat(21)}@example.org` }, {}, /bouncesTo/],
    [{ bouncesTo: 'a+b@example.org' }, {}, /bouncesTo/],
  ] as [unknown, Record<string, string>, RegExp][])('says what is wrong: %j %j', (config, env, says) => {
    let thrown: unknown;
    try {
      read(config, env);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SettingsError);
    const { message, hint, cause } = thrown as SettingsError;
    expect(message).toMatch(says);
    expect(hint.length).toBeGreaterThan(10);
    expect(`${message} ${hint} ${String(cause)}`).not.toContain('secret');
  });

  it('refuses keys that receivers would', () => {
    const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    expect(() => read({ dkim }, { DKIM_PRIVATE_KEY: ed25519.toString() })).toThrow(/ed25519, not RSA/);
    expect(() => read({ dkim }, { DKIM_PRIVATE_KEY: pem(512).toString() })).toThrow(/512 bits/);
  });
});
