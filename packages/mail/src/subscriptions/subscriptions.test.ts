import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import {
  changePlan,
  endSubscription,
  muteInSubscription,
  pauseSubscription,
  resumeSubscription,
  unmuteInSubscription,
} from './change-subscription.ts';
import { confirmSubscription, getRequest } from './confirm-subscription.ts';
import type { SubscriptionPlan } from './plan.ts';
import { forgetOldRequests, requestSubscription } from './request-subscription.ts';
import { deleteSubscriber, getSubscriber, requestLinks } from './subscriber.ts';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() =>
  store.query('truncate subscribers, subscription_requests, subscriptions, mails, suppressions cascade'),
);
afterAll(() => store.close());

const now = new Date('2026-11-25T12:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const plan: SubscriptionPlan = {
  wish: { kind: 'category', value: 'cs.LG' },
  cadence: { frequency: 'daily', weekday: 1, hour: 7, timeZone: 'Europe/Berlin' },
  count: 10,
  length: 'short',
};
const addressOf = (text: string) => parseAddress(text) ?? expect.fail(`${text} is no address`);

function request(text = 'ada@example.org', change: Partial<Parameters<typeof requestSubscription>[1]> = {}) {
  return requestSubscription(store, {
    address: addressOf(text),
    plan,
    network: '192.0.2.1',
    now,
    ...change,
  });
}
const mails = () =>
  store.query<{ kind: string; address: string; request: number }>(
    'select kind, address, request_id as request from mails order by id',
  );
const confirm = (id: number, at = later(1)) =>
  confirmSubscription(store, id, { network: '198.51.100.7', now: at });

/** Subscribes and gives the numbers of both. */
async function subscribed(text?: string, change?: Partial<Parameters<typeof requestSubscription>[1]>) {
  await request(text, change);
  const id = (await mails()).at(-1)?.request ?? 0;
  return (await confirm(id)) ?? expect.fail('not confirmed');
}

describe('subscribing', () => {
  it('begins with a mail, and only its confirmation begins anything else', async () => {
    expect(await request()).toBe('taken');
    const [mail] = await mails();
    expect(mail).toMatchObject({ kind: 'confirmation', address: 'ada@example.org' });
    expect(await store.query('select from subscribers')).toEqual([]);
    const both = await confirm(mail?.request ?? 0);
    const subscriber = await getSubscriber(store, both?.subscriberId ?? 0);
    expect(subscriber).toMatchObject({
      address: 'ada@example.org',
      suppressed: null,
      subscriptions: [
        { id: both?.subscriptionId, plan, nextDay: '2026-11-26', pausedUntil: null, endedAt: null },
      ],
    });
    expect(subscriber?.subscriptions[0]?.nextAt?.toISOString()).toBe('2026-11-26T06:00:00.000Z');
  });

  it('keeps who asked and who confirmed, when and from where', async () => {
    await subscribed();
    const [proof] = await store.query(
      'select address, network, requested_at, confirmed_network, confirmed_at from subscription_requests',
    );
    expect(proof).toEqual({
      address: 'ada@example.org',
      network: '192.0.2.1',
      requested_at: now,
      confirmed_network: '198.51.100.7',
      confirmed_at: later(1),
    });
  });

  it('happens once, however often a link is opened, and not after two days', async () => {
    const first = await subscribed();
    const id = (await mails())[0]?.request ?? 0;
    expect(await confirm(id, later(40))).toEqual(first);
    await request('bob@example.org');
    const other = (await mails()).at(-1)?.request ?? 0;
    expect(await confirm(other, later(49))).toBeNull();
    expect(await confirm(999_999)).toBeNull();
    expect(await store.query('select from subscriptions')).toHaveLength(1);
  });

  it('twice with the same wish is one subscription; with another it is two', async () => {
    const first = await subscribed();
    expect(await subscribed('Ada@Example.org')).toEqual(first);
    const second = await subscribed('ada@example.org', { plan: { ...plan, wish: { kind: 'trending' } } });
    expect(second.subscriberId).toBe(first.subscriberId);
    expect((await getSubscriber(store, first.subscriberId))?.subscriptions).toHaveLength(2);
  });

  it('fills nobody’s mailbox, and says nothing about it', async () => {
    for (let times = 0; times < 6; times++) expect(await request()).toBe('taken');
    expect(await mails()).toHaveLength(3);
    expect(await request('ada@example.org', { now: later(25) })).toBe('taken');
    expect(await mails()).toHaveLength(4);
  });

  it('is refused to a network that asks for too many addresses', async () => {
    const answers = await Promise.all(
      Array.from({ length: 33 }, (_, index) => request(`reader${index}@example.org`)),
    );
    expect(answers.filter((answer) => answer === 'too-many')).toHaveLength(3);
    expect(await request('x@example.org', { network: '192.0.2.2' })).toBe('taken');
    expect(await request('y@example.org', { now: later(1.1) })).toBe('taken');
  });

  it('forgets what was never confirmed', async () => {
    await request();
    await subscribed('bob@example.org');
    await forgetOldRequests(store, later(24 * 10));
    expect(await store.query('select address from subscription_requests')).toEqual([
      { address: 'bob@example.org' },
    ]);
  });

  it('gives an address that bounced another chance, but not one that complained', async () => {
    const suppress = (reason: string) =>
      store.query(
        `insert into suppressions (address_key, reason, detail, at) values ('ada@example.org', $1, '', now())`,
        [reason],
      );
    await suppress('hard-bounce');
    const { subscriberId } = await subscribed();
    expect((await getSubscriber(store, subscriberId))?.suppressed).toBeNull();
    await suppress('complaint');
    await subscribed('ada@example.org', { plan: { ...plan, count: 5 } });
    expect((await getSubscriber(store, subscriberId))?.suppressed).toMatchObject({ reason: 'complaint' });
  });
});

describe('a subscription', () => {
  it('changes, and begins anew where the wish is another', async () => {
    const { subscriptionId: id } = await subscribed();
    await store.query(`update subscriptions set covered_to = '2026-11-24', covered_at = now()`);
    const evening = { ...plan, cadence: { ...plan.cadence, hour: 20 } };
    const changed = await changePlan(store, id, evening, now);
    expect(changed).toMatchObject({ plan: evening, nextDay: '2026-11-25', coveredTo: '2026-11-24' });
    expect(changed?.nextAt?.toISOString()).toBe('2026-11-25T19:00:00.000Z');
    const other = await changePlan(store, id, { ...evening, wish: { kind: 'trending' } }, now);
    expect(other).toMatchObject({ coveredTo: null, coveredAt: null });
    expect(await changePlan(store, 999_999, plan, now)).toBeNull();
  });

  it('pauses for two weeks and comes back by itself, or when it is wanted', async () => {
    const { subscriptionId: id } = await subscribed();
    expect(await pauseSubscription(store, id, 14, now)).toMatchObject({
      pausedUntil: '2026-12-09',
      nextDay: '2026-12-09',
    });
    expect(await pauseSubscription(store, id, 0, now)).toMatchObject({
      pausedUntil: null,
      nextDay: '2026-11-26',
    });
    await expect(pauseSubscription(store, id, 400, now)).rejects.toThrow(RangeError);
  });

  it('ends, stays ended whatever is changed, and can be taken back', async () => {
    const { subscriptionId: id } = await subscribed();
    expect(await endSubscription(store, id, now)).toMatchObject({ endedAt: now, nextAt: null });
    expect(await endSubscription(store, id, later(5))).toMatchObject({ endedAt: now });
    expect(await changePlan(store, id, plan, now)).toMatchObject({ nextAt: null });
    expect(await pauseSubscription(store, id, 3, now)).toMatchObject({ nextAt: null });
    expect(await resumeSubscription(store, id, now)).toMatchObject({ endedAt: null, nextDay: '2026-11-26' });
  });

  it('leaves out what is muted, until that is taken back', async () => {
    const { subscriptionId: id } = await subscribed();
    const mute = { kind: 'author', value: 'somebody', label: 'Somebody' } as const;
    await muteInSubscription(store, id, mute);
    expect((await muteInSubscription(store, id, mute))?.mutes).toEqual([mute]);
    expect((await unmuteInSubscription(store, id, mute))?.mutes).toEqual([]);
  });
});

describe('a subscriber', () => {
  it('can have the link sent again, once in ten minutes, and a stranger learns nothing', async () => {
    await subscribed();
    await requestLinks(store, addressOf('stranger@example.org'), now);
    await requestLinks(store, addressOf('ADA@example.org'), now);
    await requestLinks(store, addressOf('ada@example.org'), later(0.1));
    expect((await mails()).filter(({ kind }) => kind === 'links')).toHaveLength(1);
  });

  it('goes without a trace', async () => {
    const { subscriberId } = await subscribed();
    await request();
    await deleteSubscriber(store, subscriberId);
    for (const table of ['subscribers', 'subscription_requests', 'subscriptions', 'mails'])
      expect(await store.query(`select from ${table}`), table).toEqual([]);
    await deleteSubscriber(store, subscriberId);
  });

  it('has requests that can be shown before they are confirmed', async () => {
    await request();
    const id = (await mails())[0]?.request ?? 0;
    expect(await getRequest(store, id)).toMatchObject({
      address: 'ada@example.org',
      plan,
      confirmedAt: null,
    });
    expect(await getRequest(store, 999_999)).toBeNull();
  });
});
