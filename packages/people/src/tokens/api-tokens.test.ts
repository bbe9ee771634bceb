import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createMember } from '../members/create-member.ts';
import { createToken, listTokens, mostTokens, readToken, revokeToken } from './api-tokens.ts';

let store: Store;
let memberId: string;
const now = new Date('2026-11-25T07:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.query('truncate members cascade');
  const made = await createMember(store, {
    handle: 'ada',
    name: 'Ada',
    email: 'ada@example.org',
    emailVerified: true,
    role: 'member',
    now,
  });
  memberId = typeof made === 'string' ? expect.fail(made) : made.id;
});

const make = async (change: Partial<Parameters<typeof createToken>[2]> = {}) =>
  (await createToken(store, memberId, {
    name: 'agent',
    scopes: ['read', 'vote'],
    expiresAt: null,
    now,
    ...change,
  })) ?? expect.fail('no token');

it('is told once, kept as a digest, and says who it belongs to and what it may', async () => {
  const { token, id } = await make();
  expect(token).toMatch(/^bs_[\w-]{43}$/);
  const [row] = await store.query<{ hash: string }>('select * from api_tokens');
  expect(JSON.stringify(row)).not.toContain(token.slice(3));
  expect(await readToken(store, token, now)).toMatchObject({
    member: { id: memberId, handle: 'ada' },
    scopes: ['read', 'vote'],
  });
  const other = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  for (const wrong of [other, token.slice(3), `${token}x`, '', 'bs_'])
    expect(await readToken(store, wrong, now), wrong).toBeNull();
  expect(await listTokens(store, memberId)).toMatchObject([{ id, name: 'agent', usedAt: now }]);
});

it('notes its use once an hour, expires, and is worth nothing once revoked', async () => {
  const { token, id } = await make({ expiresAt: later(5) });
  await readToken(store, token, now);
  await readToken(store, token, new Date(now.getTime() + 60_000));
  expect((await listTokens(store, memberId))[0]?.usedAt).toEqual(now);
  await readToken(store, token, later(2));
  expect((await listTokens(store, memberId))[0]?.usedAt).toEqual(later(2));
  expect(await readToken(store, token, later(5))).toBeNull();
  expect(await revokeToken(store, 'somebody else', id)).toBe(false);
  expect(await revokeToken(store, memberId, id)).toBe(true);
  expect(await readToken(store, token, now)).toBeNull();
});

it('goes with its owner, and has only so many beside it', async () => {
  for (let i = 0; i < mostTokens; i++) await make();
  expect(
    await createToken(store, memberId, { name: 'more', scopes: ['read'], expiresAt: null, now }),
  ).toBeNull();
  await store.query('delete from members');
  expect(await store.query('select from api_tokens')).toEqual([]);
});
