import { getSubscriber, type Subscriber } from '@broadsheet/mail';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  berlin,
  get,
  issueOf,
  kept,
  managePath,
  now,
  only,
  plain,
  post,
  requestsOf,
  signer,
  site,
  stoppedAt,
  store,
  subscribed,
  subscriberAgain,
  useMailSite,
} from '../support/mail-site.ts';

useMailSite();

describe('managing', () => {
  test('shows all subscriptions of an address and changes each', async () => {
    await subscribed('many@example.org');
    const subscriber = await subscribed('many@example.org', {
      ...berlin,
      kind: 'search',
      value: 'author:hinton',
    });
    const path = managePath(subscriber);
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(page.body).toContain('2 go');
    expect(page.body).toContain('Search: author:hinton');
    const { id } = only(subscriber);

    const changed = await post(`${path}?/change`, {
      ...berlin,
      id: String(id),
      kind: 'topic',
      value: 'graphs',
      hour: '20',
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toContain('Changed.');
    expect(only(await subscriberAgain(subscriber.id)).plan).toMatchObject({
      wish: { kind: 'topic', value: 'graphs' },
      cadence: { hour: 20 },
    });

    const wrong = await post(`${path}?/change`, { ...berlin, id: String(id), hour: '25' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('Choose an hour');
    expect(only(await subscriberAgain(subscriber.id)).plan.cadence.hour).toBe(20);

    expect((await post(`${path}?/pause`, { id: String(id), days: '14' })).body).toContain(
      'Paused until Friday, September 4, 2099',
    );
    expect(only(await subscriberAgain(subscriber.id)).pausedUntil).toBe('2099-09-04');
    for (const days of ['-1', '367', '1e3', 'x', ''])
      expect((await post(`${path}?/pause`, { id: String(id), days })).status, days).toBe(400);
    await post(`${path}?/pause`, { id: String(id), days: '0' });
    expect(only(await subscriberAgain(subscriber.id)).pausedUntil).toBeNull();

    expect((await post(`${path}?/end`, { id: String(id) })).body).toContain('Ended on');
    expect(only(await subscriberAgain(subscriber.id)).endedAt).not.toBeNull();
    await post(`${path}?/resume`, { id: String(id) });
    expect(only(await subscriberAgain(subscriber.id)).endedAt).toBeNull();
  });

  test('reaches nobody else’s subscriptions', async () => {
    const mine = await subscribed('mine@example.org');
    const theirs = await subscribed('theirs@example.org');
    const before = await kept();
    for (const action of ['change', 'pause', 'end', 'resume', 'unmute']) {
      for (const id of [String(only(theirs).id), '0', '-1', 'x', '', '9'.repeat(40)]) {
        const { status } = await post(`${managePath(mine)}?/${action}`, { ...berlin, id, days: '3' });
        expect(status, `${action} ${id}`).toBe(404);
      }
    }
    expect(await kept()).toEqual(before);
  });

  test('a new link makes the old ones worthless, but for those that end a subscription', async () => {
    const subscriber = await subscribed('renew@example.org');
    const old = managePath(subscriber);
    const feed = `/subscriptions/feed/${signer.sign('feed', only(subscriber).id, subscriber.linkEpoch)}`;
    expect((await get(feed)).status).toBe(200);
    const renewed = await post(`${old}?/renew`, {});
    expect(renewed.status).toBe(303);
    const location = renewed.headers.get('location') ?? '';
    expect(location).not.toContain(old);
    expect((await get(location)).body).toContain('This is your new link');
    expect((await get(old)).status).toBe(404);
    expect((await post(`${old}?/delete`, { sure: 'yes' })).status).toBe(404);
    expect((await get(feed)).status).toBe(404);
    expect((await get(`/unsubscribe/${stoppedAt(subscriber)}`)).status).toBe(200);
  });

  test('deletes everything, when one is sure', async () => {
    const subscriber = await subscribed('gone@example.org');
    const path = managePath(subscriber);
    expect((await post(`${path}?/delete`, {})).status).toBe(400);
    expect(await getSubscriber(store, subscriber.id)).not.toBeNull();
    const deleted = await post(`${path}?/delete`, { sure: 'yes' });
    expect(deleted.status).toBe(303);
    expect((await get(deleted.headers.get('location') ?? '')).body).toContain('is deleted');
    expect(await getSubscriber(store, subscriber.id)).toBeNull();
    expect(await requestsOf('gone@example.org')).toEqual([]);
    for (const gone of [path, `/unsubscribe/${stoppedAt(subscriber)}`])
      expect((await get(gone)).status).toBe(404);
  });

  test('the link is sent again, and a stranger learns nothing', async () => {
    const subscriber = await subscribed('lost@example.org');
    const answers = [];
    for (const address of [subscriber.address, 'stranger@example.org'])
      answers.push(await post('/subscriptions', { email: address }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(plain(answers[0]?.body ?? '', subscriber.address)).toBe(
      plain(answers[1]?.body ?? '', 'stranger@example.org'),
    );
    const links = await store.query<{ address: string }>(`select address from mails where kind = 'links'`);
    expect(links).toEqual([{ address: subscriber.address }]);
    const wrong = await post('/subscriptions', { email: 'no<b>body' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('value="no&lt;b>body"');
  });
});

describe('a paper of a mail', () => {
  let subscriber: Subscriber;
  let path: string;
  beforeAll(async () => {
    await subscribed('reader@example.org');
    subscriber = await subscribed('reader@example.org', { ...berlin, kind: 'trending' });
    path = `${managePath(subscriber)}/papers/2608.19758`;
  });

  test('is saved, shown among the saved ones, and taken off', async () => {
    expect((await get(path)).body).toContain('Save it for later');
    expect((await post(`${path}?/save`, {})).body).toContain('Saved.');
    await post(`${path}?/save`, {});
    expect((await get(path)).body).toContain('Take it off my list');
    const page = await get(managePath(subscriber));
    expect(page.body).toContain('href="/papers/2608.19758"');
    const [row] = await store.query<{ id: number }>('select paper_id as id from saved_papers');
    await post(`${managePath(subscriber)}?/unsave`, { paper: String(row?.id) });
    expect(await store.query('select from saved_papers')).toEqual([]);
    await post(`${managePath(subscriber)}?/unsave`, { paper: '1e400' });
    await post(`${path}?/save`, {});
    expect((await post(`${path}?/unsave`, {})).body).toContain('Taken off');
    expect(await store.query('select from saved_papers')).toEqual([]);
  });

  test('leads to leaving out its authors, its categories and words, in one subscription or in all', async () => {
    const { body } = await get(path);
    const what = (kind: string) =>
      new RegExp(`<option value="(${kind} [^"]+)"`).exec(body)?.[1] ?? expect.fail(kind);
    const [first, second] = subscriber.subscriptions;
    await post(`${path}?/mute`, { what: what('author'), where: 'all' });
    await post(`${path}?/mute`, { what: what('category'), where: String(second?.id) });
    const said = await post(`${path}?/mute`, { words: '<i>survey</i>', where: String(first?.id) });
    expect(said.body).toContain('“&lt;i>survey&lt;/i>” is left out');
    const mutes = (await subscriberAgain(subscriber.id)).subscriptions.map((one) =>
      one.mutes.map(({ kind }) => kind),
    );
    expect(mutes).toEqual([
      ['author', 'words'],
      ['author', 'category'],
    ]);

    const manage = managePath(subscriber);
    expect((await get(manage)).body).toContain('“&lt;i>survey&lt;/i>”');
    await post(`${manage}?/unmute`, { id: String(first?.id), mute: 'words <i>survey</i>' });
    expect((await post(`${manage}?/unmute`, { id: String(first?.id), mute: 'words never' })).status).toBe(
      200,
    );
    expect(only(await subscriberAgain(subscriber.id)).mutes.map(({ kind }) => kind)).toEqual(['author']);
  });

  test('lets nothing else be left out', async () => {
    const before = await kept();
    for (const fields of [
      {},
      { what: 'author nobody-of-this-paper' },
      { what: 'category cs.NOPE' },
      { what: 'words x' },
      { words: '' },
      { words: 'x'.repeat(101) },
      { words: 'x\u0000y' },
      { words: 'x', where: '0' },
    ] as Record<string, string>[])
      expect((await post(`${path}?/mute`, fields)).status, JSON.stringify(fields)).toBe(400);
    expect(await kept()).toEqual(before);
    expect((await get(`${managePath(subscriber)}/papers/no-such-paper`)).status).toBe(404);
    expect((await post(`${managePath(subscriber)}/papers/no-such-paper?/save`, {})).status).toBe(404);
  });
});

describe('unsubscribing', () => {
  test('by the one click of a mail program: no origin, no cookie, no redirect, and as often as it likes', async () => {
    const subscriber = await subscribed('oneclick@example.org');
    const path = `/unsubscribe/${stoppedAt(subscriber)}`;
    for (const type of ['urlencoded', 'multipart'] as const) {
      const form = new FormData();
      form.set('List-Unsubscribe', 'One-Click');
      const response = await fetch(site.url + path, {
        method: 'POST',
        redirect: 'manual',
        body: type === 'multipart' ? form : new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
      expect(response.status).toBe(200);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(response.headers.get('location')).toBeNull();
      const { endedAt } = only(await subscriberAgain(subscriber.id));
      expect(endedAt?.toISOString()).toBe(new Date(now).toISOString());
    }
    // Some send the origin of their own pages.
    const elsewhere = await post(
      path,
      { 'List-Unsubscribe': 'One-Click' },
      { origin: 'https://mail.example' },
    );
    expect(elsewhere.status).toBe(200);
    // Mail servers may change the case of what they pass on.
    expect(
      (
        await post(
          path.replace(/[^/]+$/, (link) => link.toUpperCase()),
          {},
        )
      ).status,
    ).toBe(200);
  });

  test('by the page: it asks first, and takes it back', async () => {
    const subscriber = await subscribed('button@example.org');
    const path = `/unsubscribe/${stoppedAt(subscriber)}`;
    const page = await get(path);
    expect(page.body).toContain('End these mails?');
    expect(page.body).toContain('Machine Learning (cs.LG)');
    const ended = await post(path, {});
    expect(ended.status).toBe(200);
    expect(ended.body).toContain('You are unsubscribed');
    expect((await get(path)).body).toContain('Take it back');
    const back = await post(`${path}/resume`, {});
    expect([back.status, back.headers.get('location')]).toEqual([303, path]);
    expect(only(await subscriberAgain(subscriber.id)).endedAt).toBeNull();
    expect((await get(path)).body).toContain('End these mails?');
  });

  test('can be taken back for a day by that link, and later by the subscriber alone', async () => {
    const subscriber = await subscribed('later@example.org');
    const path = `/unsubscribe/${stoppedAt(subscriber)}`;
    await post(path, {});
    await store.query(`update subscriptions set ended_at = ended_at - interval '25 hours' where id = $1`, [
      only(subscriber).id,
    ]);
    expect((await get(path)).body).not.toContain('Take it back');
    expect((await post(`${path}/resume`, {})).status).toBe(409);
    expect(only(await subscriberAgain(subscriber.id)).endedAt).not.toBeNull();
    await post(`${managePath(subscriber)}?/resume`, { id: String(only(subscriber).id) });
    expect(only(await subscriberAgain(subscriber.id)).endedAt).toBeNull();
  });
});

describe('issues', () => {
  test('are read at their address, and followed as a feed', async () => {
    const subscriber = await subscribed('issues@example.org', {
      ...berlin,
      kind: 'trending',
      length: 'full',
    });
    const id = await issueOf(subscriber, 'full');
    const path = `/issues/${signer.sign('issue', id)}`;
    const { status, body, headers } = await get(path);
    expect(status).toBe(200);
    expect(body).toContain('Trending papers');
    expect(body.match(/data-paper/g)?.length).toBe(5);
    expect(body).not.toContain(subscriber.address);
    expect(body).toContain('why &lt;0>');
    expect(body).toContain('not all papers of');
    expect(body).toContain('3 more matched');
    expect(headers.get('cache-control')).toBe('private, max-age=300');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    const feed = await get(
      `/subscriptions/feed/${signer.sign('feed', only(subscriber).id, subscriber.linkEpoch)}`,
    );
    expect(feed.status).toBe(200);
    expect(feed.headers.get('content-type')).toMatch(/^application\/rss\+xml/);
    expect(feed.headers.get('cache-control')).toBe('private, max-age=300');
    expect(feed.body).toContain(path);
    // Renewed links are of the subscriber; an issue stays where it is.
    await post(`${managePath(subscriber)}?/renew`, {});
    expect((await get(path)).status).toBe(200);
  });
});
