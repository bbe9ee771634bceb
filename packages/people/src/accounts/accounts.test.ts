import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMember } from '../members/create-member.ts';
import type { Member } from '../members/member.ts';
import { accountKey } from './account-key.ts';
import { networkHeader, type Accounts } from './accounts.ts';
import { openAccounts } from './open-accounts.ts';
import { hasPassword, isPassword, removePassword, setPassword } from './password.ts';
import { endOtherSessions, endSession, forgetExpired, listSessions } from './sessions.ts';

let store: Store;
let accounts: Accounts;
const settings = { signUp: 'open' as const, isPrivate: false, providers: [] };
const site = 'https://papers.example';

beforeAll(async () => {
  store = await openTestStore();
  accounts = await openAccounts({ store, key: await accountKey(store), site, settings });
});
afterAll(() => store.close());
beforeEach(() => store.query('truncate members, verifications, attempts cascade'));

const headers = (cookies: readonly string[] = []) =>
  new Headers({
    cookie: cookies.map((cookie) => cookie.split(';', 1)[0]).join('; '),
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    [networkHeader]: '192.0.2.1',
    origin: site,
  });

async function ada(): Promise<Member> {
  const member = await createMember(store, {
    handle: 'ada',
    name: 'Ada Example',
    email: 'ada@example.org',
    emailVerified: true,
    role: 'member',
    now: new Date(),
  });
  return typeof member === 'string' ? expect.fail(member) : member;
}

const password = 'four words and a comma,';

describe('a session', () => {
  it('begins for whom we let in, is known by its cookie alone, and ends', async () => {
    const member = await ada();
    const { cookies } = await accounts.enterAs(member.id, headers());
    expect(cookies.join()).toMatch(
      /^__Host-broadsheet\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const signedIn = await accounts.read(headers(cookies));
    expect(signedIn).toMatchObject({ member, isFresh: true, cookies: [] });
    expect(await listSessions(store, member.id, new Date())).toMatchObject([
      { id: signedIn?.sessionId, network: '192.0.2.1', userAgent: expect.stringContaining('Firefox') },
    ]);
    expect(await accounts.read(headers())).toBeNull();
    expect(await accounts.read(headers(cookies.map((cookie) => cookie.replace('=', '=x'))))).toBeNull();
    expect((await accounts.leave(headers(cookies))).join()).toContain('Max-Age=0');
    expect(await accounts.read(headers(cookies))).toBeNull();
  });

  it('is kept as a digest, so that the table lets nobody in', async () => {
    const member = await ada();
    const { cookies } = await accounts.enterAs(member.id, headers());
    const [row] = await store.query<{ token: string }>('select token from sessions');
    expect(row?.token).toMatch(/^[0-9a-f]{64}$/);
    expect(decodeURIComponent(cookies.join())).not.toContain(row?.token);
  });

  it('is prolonged when it is used, at most once an hour', async () => {
    const member = await ada();
    const { cookies } = await accounts.enterAs(member.id, headers());
    await store.query(`update sessions set expires_at = expires_at - interval '2 hours',
      created_at = created_at - interval '2 hours', updated_at = updated_at - interval '2 hours'`);
    const later = await accounts.read(headers(cookies));
    expect(later).toMatchObject({ isFresh: false, cookies: [expect.stringContaining('session_token')] });
    expect((await accounts.read(headers(cookies)))?.cookies).toEqual([]);
    await store.query(`update sessions set expires_at = now() - interval '1 second'`);
    expect(await accounts.read(headers(cookies))).toBeNull();
    await forgetExpired(store, new Date());
    expect(await store.query('select from sessions')).toEqual([]);
  });

  it('can be ended by its owner only', async () => {
    const member = await ada();
    const first = await accounts.enterAs(member.id, headers());
    const second = await accounts.enterAs(member.id, headers());
    const id = (await accounts.read(headers(first.cookies)))?.sessionId ?? '';
    expect(await endSession(store, 'somebody else', id)).toBe(false);
    expect(await endSession(store, member.id, id)).toBe(true);
    expect(await accounts.read(headers(first.cookies))).toBeNull();
    const third = await accounts.enterAs(member.id, headers());
    const kept = (await accounts.read(headers(third.cookies)))?.sessionId ?? '';
    expect(await endOtherSessions(store, member.id, kept)).toBe(1);
    expect(await accounts.read(headers(second.cookies))).toBeNull();
    expect(await accounts.read(headers(third.cookies))).not.toBeNull();
  });
});

describe('a password', () => {
  it('lets its owner in, and nobody else', async () => {
    const member = await ada();
    const enter = (email: string, given: string) =>
      accounts.enterByPassword({ email, password: given }, headers());
    expect(await enter('ada@example.org', password)).toBeNull();
    await setPassword(store, member.id, password, { keep: null, now: new Date() });
    expect(await enter('Ada@example.org', password)).toMatchObject({ memberId: member.id });
    expect(await enter('ada@example.org', `${password} `)).toBeNull();
    expect(await enter('bob@example.org', password)).toBeNull();
    expect(await enter('no address', password)).toBeNull();
    expect([await hasPassword(store, member.id), await isPassword(store, member.id, password)]).toEqual([
      true,
      true,
    ]);
    await removePassword(store, member.id);
    expect(await enter('ada@example.org', password)).toBeNull();
    expect(await isPassword(store, member.id, password)).toBe(false);
  });

  it('ends all other sessions when it is changed', async () => {
    const member = await ada();
    const here = await accounts.enterAs(member.id, headers());
    const there = await accounts.enterAs(member.id, headers());
    const keep = (await accounts.read(headers(here.cookies)))?.sessionId ?? '';
    await setPassword(store, member.id, password, { keep, now: new Date() });
    await setPassword(store, member.id, 'another four words, then', { keep, now: new Date() });
    expect(await accounts.read(headers(there.cookies))).toBeNull();
    expect(await accounts.read(headers(here.cookies))).not.toBeNull();
    expect(await isPassword(store, member.id, password)).toBe(false);
  });
});

it('sets cookies without a lock on a site that has no https', async () => {
  const plain = await openAccounts({
    store,
    key: await accountKey(store),
    site: 'http://localhost:3000',
    settings,
  });
  const { cookies } = await plain.enterAs((await ada()).id, headers());
  expect(cookies.join()).toMatch(
    /^broadsheet\.session_token=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});
