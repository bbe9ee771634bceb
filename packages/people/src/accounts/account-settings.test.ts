import { expect, it } from 'vitest';
import { handleAfter, parseHandle } from '../members/handle.ts';
import { tidyName } from '../members/member-name.ts';
import { readAccountSettings } from './account-settings.ts';
import { passwordTrouble } from './password.ts';

it('reads who may come in and by what, and names the variable that is wrong', () => {
  expect(readAccountSettings({})).toEqual({ signUp: 'open', isPrivate: false, providers: [] });
  const all = readAccountSettings({
    SIGN_UP: 'invitation',
    PRIVATE: '1',
    GITHUB_CLIENT_ID: 'a',
    GITHUB_CLIENT_SECRET: 'b',
    ORCID_CLIENT_ID: 'c',
    ORCID_CLIENT_SECRET: 'd',
    OIDC_ISSUER: 'https://login.example.org/',
    OIDC_CLIENT_ID: 'e',
    OIDC_CLIENT_SECRET: 'f',
    OIDC_NAME: 'Example University',
  });
  expect(all).toMatchObject({ signUp: 'invitation', isPrivate: true });
  expect(all.providers.map(({ name, discoveryUrl }) => [name, discoveryUrl])).toEqual([
    ['GitHub', null],
    ['ORCID', 'https://orcid.org/.well-known/openid-configuration'],
    ['Example University', 'https://login.example.org/.well-known/openid-configuration'],
  ]);
  for (const [env, name] of [
    [{ SIGN_UP: 'all' }, 'SIGN_UP'],
    [{ PRIVATE: 'yes' }, 'PRIVATE'],
    [{ GITHUB_CLIENT_ID: 'a' }, 'GITHUB_CLIENT_SECRET'],
    [{ ORCID_CLIENT_SECRET: 'a' }, 'ORCID_CLIENT_ID'],
    [{ OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }, 'OIDC_ISSUER'],
    [{ OIDC_ISSUER: 'login.example.org' }, 'OIDC_ISSUER'],
    [{ OIDC_ISSUER: 'https://login.example.org' }, 'OIDC_CLIENT_ID'],
  ] as [Record<string, string>, string][])
    expect(() => readAccountSettings(env), name).toThrow(new RegExp(`^${name}`));
});

it('takes long passwords of any characters, and no easy ones', () => {
  const about = { email: 'ada.lovelace@example.org', handle: 'ada', name: 'Ada Lovelace' };
  for (const good of [
    'four words in a row',
    'żółć żółć gęślą jaźń',
    '👩🏽‍🔬 tells of 9 enzymes',
    ' spaces count as well ',
  ])
    expect(passwordTrouble(good, about), good).toBeNull();
  for (const bad of [
    'only fourteen.',
    'aaaaaaaaaaaaaaaaaaaa',
    'ada.lovelace@example.org1',
    'x'.repeat(257),
    'broadsheet-broadsheet',
  ])
    expect(passwordTrouble(bad, about), bad).not.toBeNull();
});

it('reads names and handles, and keeps those of the site', () => {
  expect(['@Ada', ' ada-2 ', 'a_b'].map(parseHandle)).toEqual(['ada', 'ada-2', 'a_b']);
  expect(['a', 'ädа', 'a b', 'admin', 'Me', 'x'.repeat(31), '../x'].map(parseHandle)).toEqual(
    Array(7).fill(null),
  );
  expect(['Ada Lovelace', 'Zoë', '李四', '  ', '<script>'].map(handleAfter)).toEqual([
    'ada-lovelace',
    'zoe',
    'reader',
    'reader',
    'script',
  ]);
  expect(tidyName(' Ada \u202e\n Lovelace ')).toBe('Ada Lovelace');
  expect([tidyName('\u200b'), tidyName('x'.repeat(81))]).toEqual([null, null]);
});
