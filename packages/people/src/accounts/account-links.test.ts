import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeRole, createMember, deleteMember, type Role } from '../members/index.ts';
import {
  getLink,
  linkLasts,
  listInvitations,
  makeLink,
  makeOwnerLink,
  takeBackInvitation,
  useLink,
} from './account-links.ts';
import { forgiveAttempts, spendAttempt } from './attempts.ts';
import { forgetExpired } from './sessions.ts';

let store: Store;
const now = new Date('2026-11-25T07:00:00Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => store.query('truncate members, account_links, attempts cascade'));

async function somebody(handle: string, role: Role): Promise<string> {
  const made = await createMember(store, {
    handle,
    name: handle,
    email: `${handle}@example.org`,
    emailVerified: true,
    role,
    now,
  });
  return typeof made === 'string' ? expect.fail(made) : made.id;
}

describe('a link', () => {
  it('works once, also where two follow it at the same moment, and for a time', async () => {
    const id = await makeLink(store, { kind: 'sign-in', email: 'ada@example.org', now });
    const last = later(linkLasts['sign-in'] - 1);
    expect(await getLink(store, id, last)).toMatchObject({ kind: 'sign-in', email: 'ada@example.org' });
    expect(await getLink(store, id, later(linkLasts['sign-in']))).toBeNull();
    expect(await useLink(store, id, later(linkLasts['sign-in']))).toBe(false);
    expect((await Promise.all([useLink(store, id, last), useLink(store, id, last)])).sort()).toEqual([
      false,
      true,
    ]);
    expect(await getLink(store, id, last)).toBeNull();
    await forgetExpired(store, later(linkLasts['sign-in'] + 8 * 86_400_000));
    expect(await store.query('select from account_links')).toEqual([]);
  });

  it('makes the first owner while there is none, and each new one ends those before', async () => {
    const first = (await makeOwnerLink(store, now)) ?? expect.fail('no link');
    const second = (await makeOwnerLink(store, now)) ?? expect.fail('no link');
    expect(await getLink(store, first, now)).toBeNull();
    expect(await getLink(store, second, now)).toMatchObject({ kind: 'owner', role: 'owner', email: null });
    await somebody('ada', 'owner');
    expect(await makeOwnerLink(store, now)).toBeNull();
  });

  it('invites until it is taken back', async () => {
    const ada = await somebody('ada', 'owner');
    const id = await makeLink(store, { kind: 'invitation', role: 'editor', invitedBy: ada, now });
    expect(await listInvitations(store, now)).toMatchObject([{ id, role: 'editor', email: null }]);
    expect(await takeBackInvitation(store, id)).toBe(true);
    expect(await takeBackInvitation(store, id)).toBe(false);
    expect(await getLink(store, id, now)).toBeNull();
  });
});

describe('roles and deletion', () => {
  it('never leave a site without an owner', async () => {
    const ada = await somebody('ada', 'owner');
    expect(await changeRole(store, ada, 'member', now)).toBe('last-owner');
    expect(await deleteMember(store, ada)).toBe('last-owner');
    const bob = await somebody('bob', 'owner');
    const answers = await Promise.all([
      changeRole(store, ada, 'member', now),
      changeRole(store, bob, 'member', now),
    ]);
    expect(answers.sort()).toEqual(['done', 'last-owner']);
    expect(await changeRole(store, 'nobody', 'owner', now)).toBe('unknown');
  });

  it('take everything along that names an address', async () => {
    await somebody('ada', 'owner');
    const bob = await somebody('bob', 'member');
    await makeLink(store, { kind: 'sign-in', email: 'bob@example.org', memberId: bob, now });
    await makeLink(store, { kind: 'invitation', email: 'bob@example.org', role: 'reader', now });
    expect(await deleteMember(store, bob)).toBe('done');
    expect(await store.query('select from account_links')).toEqual([]);
    expect(await deleteMember(store, bob)).toBe('unknown');
  });
});

it('counts tries in the store, by what and by whom, and forgives those who succeed', async () => {
  const limit = { what: 'password', tries: 2, seconds: 60 };
  const spend = (who: string, at = now) => spendAttempt(store, limit, who, at);
  expect([await spend('ada'), await spend('Ada'), await spend('ada')]).toEqual([null, null, 60]);
  expect(await spend('bob')).toBeNull();
  expect(await spend('ada', later(59_500))).toBe(1);
  expect(await spend('ada', later(60_000))).toBeNull();
  await spend('bob');
  await forgiveAttempts(store, limit, 'bob');
  expect(await spend('bob')).toBeNull();
  expect(JSON.stringify(await store.query('select * from attempts'))).not.toContain('ada');
});
