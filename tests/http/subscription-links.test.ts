import { type Purpose } from '@broadsheet/mail';
import { describe, expect, test } from 'vitest';
import {
  ask,
  berlin,
  get,
  issueOf,
  kept,
  managePath,
  only,
  plain,
  post,
  requested,
  signer,
  site,
  stoppedAt,
  subscribed,
  subscriberAgain,
  useMailSite,
  type Answer,
} from '../support/mail-site.ts';

useMailSite();

describe('links', () => {
  const places: [string, Purpose][] = [
    ['/subscribe/confirm/', 'confirm'],
    ['/subscriptions/', 'manage'],
    ['/subscriptions/feed/', 'feed'],
    ['/unsubscribe/', 'unsubscribe'],
    ['/issues/', 'issue'],
  ];

  test('that are wrong lead nowhere, whoever they could be of', async () => {
    const subscriber = await subscribed('wrong@example.org');
    const { id } = only(subscriber);
    const purposes = places.map(([, purpose]) => purpose);
    for (const [place, own] of places) {
      const links = [
        `${id.toString(36)}-${'0'.repeat(32)}`,
        `${(999_999).toString(36)}-${'f'.repeat(32)}`,
        signer.sign(own, 999_999),
        signer.sign(own, own === 'manage' ? subscriber.id : id, 7),
        ...purposes.filter((other) => other !== own).map((other) => signer.sign(other, id)),
        ...purposes.filter((other) => other !== own).map((other) => signer.sign(other, subscriber.id)),
        'x',
        '%00',
        '%ff',
        "1-'; drop table subscribers --",
        `${'z'.repeat(11)}-${'0'.repeat(32)}`,
      ];
      for (const link of links) {
        const asked = await get(place + encodeURI(link).replace('%25', '%'));
        expect([400, 404], `${place}${link}`).toContain(asked.status);
        expect(asked.body).not.toContain('wrong@example.org');
        const sent = await post(place + encodeURI(link).replace('%25', '%'), {
          'List-Unsubscribe': 'One-Click',
        });
        expect([400, 404, 405], `POST ${place}${link}`).toContain(sent.status);
      }
    }
    expect(only(await subscriberAgain(subscriber.id)).endedAt).toBeNull();
  });

  test('are answered the same whether they were never made or their owner is gone', async () => {
    const never = await get(`/subscriptions/${signer.sign('manage', 123_456)}`);
    const forged = await get(`/subscriptions/1-${'a'.repeat(32)}`);
    const strip = ({ body }: Answer) => plain(body).replace(/[0-9a-z]+-[0-9a-f]{32}/g, 'LINK');
    expect(strip(never)).toBe(strip(forged));
  });

  test('change nothing by GET, wherever they lead, and are kept by nobody', async () => {
    const subscriber = await subscribed('careful@example.org', { ...berlin, kind: 'trending' });
    const confirm = await requested('pending@example.org');
    const issue = await issueOf(subscriber, 'full');
    const manage = managePath(subscriber);
    const { id } = only(subscriber);
    const signed = [
      confirm,
      manage,
      `${manage}?/end`,
      `${manage}?/delete&sure=yes`,
      `${manage}/papers/2608.19758`,
      `${manage}/papers/2608.19758?/save`,
      `/unsubscribe/${stoppedAt(subscriber)}`,
      `/unsubscribe/${stoppedAt(subscriber)}/resume`,
      `/issues/${signer.sign('issue', issue)}`,
      `/subscriptions/feed/${signer.sign('feed', id, subscriber.linkEpoch)}`,
    ];
    const before = await kept();
    for (const path of signed) {
      for (const method of ['GET', 'HEAD']) {
        const { headers } = await ask(path, { method });
        expect(headers.get('x-robots-tag'), path).toBe('noindex');
        expect(headers.get('referrer-policy'), path).toBe('same-origin');
        expect(headers.get('cache-control'), path).toMatch(/^(no-store|private)/);
        expect(headers.getSetCookie(), path).toEqual([]);
      }
      await get(`${path.split('?')[0]}/__data.json`);
    }
    const others = [
      '/subscribe',
      '/subscribe?kind=trending&preview',
      '/subscribe/preview?kind=trending',
      '/subscriptions',
    ];
    const operator = { 'x-client': '127.0.0.1' };
    for (const path of others) await get(path);
    for (const path of ['/admin/outbox', '/admin/outbox/1', '/admin/outbox/1/html'])
      await get(path, operator);
    expect(await kept()).toEqual(before);
  });

  test('stand in no log', async () => {
    const subscriber = await subscribed('logged@example.org');
    const path = managePath(subscriber);
    await get(path);
    await expect.poll(() => site.log()).toContain(`${path.replace(/-[0-9a-f]+$/, '-…')}`);
    expect(site.log()).not.toContain(path);
    // The one for the first owner is printed by the start, for whoever started it.
    expect(site.log().replace(/^ +http.*\/sign-in\/link\/.*$/m, '')).not.toMatch(/-[0-9a-f]{32}/);
  });
});

describe('forms from elsewhere', () => {
  test('are refused, all but the one click', async () => {
    const subscriber = await subscribed('origin@example.org');
    const confirm = await requested('origin2@example.org');
    const manage = managePath(subscriber);
    const fields = {
      ...berlin,
      email: 'forged@example.org',
      id: String(only(subscriber).id),
      days: '3',
      sure: 'yes',
    };
    const before = await kept();
    const paths = [
      '/subscribe',
      '/subscriptions',
      confirm,
      ...['change', 'pause', 'end', 'resume', 'unmute', 'unsave', 'renew', 'delete'].map(
        (name) => `${manage}?/${name}`,
      ),
      ...['save', 'unsave', 'mute'].map((name) => `${manage}/papers/2608.19758?/${name}`),
      `/unsubscribe/${stoppedAt(subscriber)}/resume`,
      '/theme',
    ];
    const senders = [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { origin: '' }];
    for (const path of paths) {
      for (const headers of senders) {
        const { status, body } = await post(path, fields, headers);
        expect(status, `${path} ${headers.origin}`).toBe(403);
        expect(body).toContain('sent from another site');
      }
      const bare = await fetch(site.url + path, { method: 'POST', body: new URLSearchParams(fields) });
      expect(bare.status, path).toBe(403);
    }
    expect(await kept()).toEqual(before);
  });
});
