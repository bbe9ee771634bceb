import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  listPrivateAddresses,
  makePrivateAddress,
  mostPrivateAddresses,
  openPrivateAddress,
  revokePrivateAddress,
} from './private-addresses.ts';

let store: Store;
const now = new Date('2026-03-10T15:00:00Z');
beforeAll(async () => {
  store = await openTestStore();
  await store.query(`insert into members (id, handle, name, email) values
    ('m1', 'ada', 'Ada', 'ada@example.org'), ('m2', 'bob', 'Bob', 'bob@example.org')`);
});
afterAll(() => store.close());

const view = { view: '/following', label: 'What I follow' };

it('opens what its owner chose, until they take it back', async () => {
  const made = (await makePrivateAddress(store, 'm1', view, now)) ?? expect.fail('no room');
  expect(made.secret).toMatch(/^[\w-]{43}$/);
  expect(await openPrivateAddress(store, made.secret)).toEqual({ ...made.address, memberId: 'm1' });
  expect(await listPrivateAddresses(store, 'm2')).toEqual([]);
  expect(await revokePrivateAddress(store, 'm2', made.address.id)).toBe(false);
  expect(await revokePrivateAddress(store, 'm1', made.address.id)).toBe(true);
  expect(await openPrivateAddress(store, made.secret)).toBeNull();
});

it('is kept as a hash alone', async () => {
  const { secret } = (await makePrivateAddress(store, 'm1', view, now)) ?? expect.fail('no room');
  const [row] = await store.query<{ all: string }>(
    'select row_to_json(a)::text as all from private_addresses a',
  );
  expect(row?.all).not.toContain(secret);
  const swapped = (secret.startsWith('A') ? 'B' : 'A') + secret.slice(1);
  for (const wrong of ['', secret.slice(1), `${secret}x`, swapped, "' or true --"])
    expect(await openPrivateAddress(store, wrong), wrong).toBeNull();
});

it('has room for some, also for many who ask at once', async () => {
  const made = await Promise.all(
    Array.from({ length: mostPrivateAddresses + 5 }, () => makePrivateAddress(store, 'm2', view, now)),
  );
  expect(made.filter((one) => one === null)).toHaveLength(5);
});
