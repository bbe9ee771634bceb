import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SubscriptionPlan } from './plan.ts';
import { exportSubscribers, importSubscribers, type SubscriberEntry } from './subscriber-list.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => store.query('truncate subscribers, subscription_requests, subscriptions, mails cascade'));
afterAll(() => store.close());

const now = new Date('2026-11-25T12:00:00Z');
const plan = SubscriptionPlan.parse({
  wish: { kind: 'trending' },
  cadence: { frequency: 'weekdays', timeZone: 'UTC' },
});

async function all(): Promise<SubscriberEntry[]> {
  return Array.fromAsync(exportSubscribers(store));
}

it('asks bare addresses first, and names the lines that are none', async () => {
  const lines = [
    'ada@example.org',
    '',
    'not an address',
    '{"address": "bob@example.org", "plan": 7}',
    '{broken',
  ];
  expect(await importSubscribers(store, lines, { now, plan, consent: null })).toEqual({
    begun: 0,
    asked: 1,
    known: 0,
    rejects: [
      { line: 3, reason: '“not an address” is no mail address.' },
      { line: 4, reason: expect.stringMatching(/^plan: /) as string },
      { line: 5, reason: 'It begins like JSON and is none.' },
    ],
  });
  expect(await all()).toEqual([]);
});

it('begins at once where the operator says how they agreed, and the same file twice changes nothing', async () => {
  const options = { now, plan, consent: 'signed a list at the workshop' };
  const lines = ['ada@example.org', 'Bob@Example.org'];
  expect(await importSubscribers(store, lines, options)).toMatchObject({ begun: 2, known: 0 });
  expect(await importSubscribers(store, lines, options)).toMatchObject({ begun: 0, known: 2 });
  expect(await all()).toMatchObject([
    {
      address: 'ada@example.org',
      plan,
      consent: { network: 'operator: signed a list at the workshop' },
      suppressed: null,
    },
    { address: 'Bob@example.org' },
  ]);
});

it('brings an export back with its consents, its mutes and what was ended', async () => {
  const mutes = [{ kind: 'category', value: 'cs.CV', label: 'cs.CV' }];
  const entry = { plan, mutes, consent: proof };
  const lines = [
    JSON.stringify({ ...entry, address: 'ada@example.org' }),
    JSON.stringify({ ...entry, address: 'bob@example.org', endedAt: '2026-10-01T00:00:00.000Z' }),
  ];
  await importSubscribers(store, lines, { now, plan, consent: null });
  const exported = await all();
  expect(exported).toMatchObject([
    { address: 'ada@example.org', mutes, consent: proof, endedAt: null },
    { address: 'bob@example.org', endedAt: '2026-10-01T00:00:00.000Z' },
  ]);
  await store.query('truncate subscribers, subscription_requests, subscriptions cascade');
  const again = exported.map((one) => JSON.stringify(one));
  expect(await importSubscribers(store, again, { now, plan, consent: null })).toMatchObject({ begun: 2 });
  expect(await all()).toEqual(exported);
  expect(await store.query('select from mails')).toEqual([]);
});

const proof = {
  requestedAt: '2026-09-01T10:00:00.000Z',
  network: '192.0.2.1',
  confirmedAt: '2026-09-01T10:05:00.000Z',
  confirmedNetwork: '192.0.2.1',
};
