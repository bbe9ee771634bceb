import { openTestStore } from '@broadsheet/papers/testing';
import { expect, it } from 'vitest';
import { subscriptionsRoom } from './subscriptions-room.ts';

it('gives out what goes to a member’s own address, once that is confirmed', async () => {
  const store = await openTestStore();
  const plan = { wish: { kind: 'trending' }, cadence: { frequency: 'daily', timeZone: 'UTC' } };
  await store.query(
    `with s as (insert into subscribers (address, address_key) values ('Ada@example.org', 'ada@example.org') returning id)
     insert into subscriptions (subscriber_id, plan) select id, $1::jsonb from s`,
    [JSON.stringify(plan)],
  );
  await store.query(
    `insert into members (id, handle, name, email, email_verified) values ('ada', 'ada', 'Ada', 'Ada@Example.org', false)`,
  );
  const ada = {
    id: 'ada',
    handle: 'ada',
    name: 'Ada',
    email: 'Ada@Example.org',
    role: 'member' as const,
    orcid: null,
  };
  const given = () => subscriptionsRoom.exportOf(store, ada, async () => new Map());
  expect(await given()).toEqual({ subscriptions: [], saved: [] });
  await store.query('update members set email_verified = true');
  expect(await given()).toMatchObject({ subscriptions: [{ plan: { wish: { kind: 'trending' } } }] });
  await store.close();
});
