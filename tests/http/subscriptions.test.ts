import {
  getSubscriber,
  openLinkSigner,
  type IssueContent,
  type LinkSigner,
  type Purpose,
  type Subscriber,
} from '@broadsheet/mail';
import { openStore, type Store } from '@broadsheet/papers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSite, type Site } from '../support/site.ts';

/** Far ahead of the day on which this runs: nothing that the program does by itself is ever due. */
const now = '2099-08-21T02:00:00Z';

let site: Site;
let store: Store;
let signer: LinkSigner;

beforeAll(async () => {
  // Each test comes from networks of its own, which a proxy's header would name.
  site = await startSite({
    BROADSHEET_NOW: now,
    RATE_LIMIT_MAIL: '40',
    ADDRESS_HEADER: 'x-client',
    ADMIN_TOKEN: 'a long password',
  });
  const { env } = site.place;
  store = await openStore({ home: env['BROADSHEET_HOME'] ?? '', databaseUrl: env['DATABASE_URL'] ?? '' });
  signer = await openLinkSigner(store);
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

let networks = 0;
const anotherNetwork = () => `10.0.${++networks >> 8}.${networks & 255}`;

async function ask(
  path: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { 'x-client': anotherNetwork(), accept: 'text/html', ...init.headers },
  });
  const body = (await response.text()).replace(/<!--.*?-->/g, '');
  return { status: response.status, headers: response.headers, body };
}
const get = (path: string, headers: Record<string, string> = {}) => ask(path, { headers });
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { origin: site.url, ...headers },
    body: new URLSearchParams(fields),
  });

const berlin = {
  kind: 'category',
  value: 'cs.LG',
  frequency: 'daily',
  weekday: '1',
  hour: '7',
  timeZone: 'Europe/Berlin',
  count: '5',
  length: 'short',
};

const requestsOf = (address: string) =>
  store.query<{ id: number; plan: unknown; network: string }>(
    'select id, plan, network from subscription_requests where address = $1 order by id',
    [address],
  );

async function requested(address: string, fields: Record<string, string> = berlin): Promise<string> {
  expect((await post('/subscribe', { ...fields, email: address })).status).toBe(200);
  const request = (await requestsOf(address)).at(-1) ?? expect.fail('not requested');
  return `/subscribe/confirm/${signer.sign('confirm', request.id)}`;
}

/** Subscribes an address by the pages, and finds its subscriber. */
async function subscribed(address: string, fields: Record<string, string> = berlin): Promise<Subscriber> {
  const confirmed = await post(await requested(address, fields), {});
  expect(confirmed.status).toBe(200);
  const [row] = await store.query<{ id: number }>('select id from subscribers where address = $1', [address]);
  return subscriberAgain(row?.id ?? 0);
}
const subscriberAgain = async (id: number) =>
  (await getSubscriber(store, id)) ?? expect.fail('no subscriber');

const managePath = ({ id, linkEpoch }: Subscriber) =>
  `/subscriptions/${signer.sign('manage', id, linkEpoch)}`;
const only = ({ subscriptions }: Subscriber) => subscriptions[0] ?? expect.fail('no subscription');
const stoppedAt = (path: Subscriber) => signer.sign('unsubscribe', only(path).id);

/** What people have said and what is kept about them; what the program does by itself is left out. */
async function kept(): Promise<unknown> {
  const queries = [
    'select * from subscribers order by id',
    'select * from subscription_requests order by id',
    'select id, subscriber_id, request_id, plan, ended_at, paused_until, mutes from subscriptions order by id',
    // How many there have ever been: the program sends them meanwhile, or drops one that has nothing to say any more.
    'select last_value from mails_id_seq',
    'select * from saved_papers order by subscriber_id, paper_id',
    'select * from suppressions order by 1',
    'select * from facts order by 1',
  ];
  return Promise.all(queries.map((query) => store.query(query)));
}

/** A page without what differs from answer to answer. */
const plain = (body: string, address = 'nobody@example.org') =>
  body
    .replaceAll(address, 'ADDRESS')
    .replaceAll(encodeURIComponent(address), 'ADDRESS')
    .replace(/nonce="[^"]*"/g, '')
    .replace(/__sveltekit_\w+/g, '')
    .replace(/requestId:"[^"]*"/g, '');

/** An issue of the sample's first papers. */
async function issueOf(subscriber: Subscriber, length: 'short' | 'full'): Promise<number> {
  const papers = await store.query<{ id: number }>('select id from papers order by id limit 5');
  const content: IssueContent = {
    title: 'Trending papers',
    path: '/trending',
    from: '2099-08-19',
    to: '2099-08-20',
    why: papers.map((_, index) => `why <${index}>`),
    more: 3,
    partial: [{ day: '2099-08-20', count: 5, usual: null }],
    length,
  };
  const [row] = await store.query<{ id: number }>(
    `insert into issues (subscription_id, day, composed_at, papers, content)
     values ($1, '2099-08-21', $2, $3::bigint[], $4::jsonb) returning id`,
    [only(subscriber).id, now, papers.map(({ id }) => id), JSON.stringify(content)],
  );
  return row?.id ?? expect.fail('no issue');
}

describe('the form on the foot', () => {
  test.each([
    ['/', 'Mail me the trending papers', 'trending', ''],
    ['/categories/cs.LG', 'Mail me new papers of cs.LG', 'category', 'cs.LG'],
    ['/search?q=%22diffusion%22', 'Mail me new papers for "diffusion"', 'search', '&quot;diffusion&quot;'],
    ['/nowhere', 'Mail me the trending papers', 'trending', ''],
  ])('of %s: %s', async (path, words, kind, value) => {
    const { body } = await get(path);
    expect(body).toContain(words);
    expect(body).toContain('action="/subscribe"');
    expect(body).toContain(`name="kind" value="${kind}"`);
    expect(body).toContain(`name="value" value="${value}"`);
  });

  test('of an author and a venue says their names', async () => {
    const [paper] = await store.query<{ authors: { name: string }[]; venue: string }>(
      'select authors, venue from papers where venue is not null order by id limit 1',
    );
    const venue = await get(`/venues/${encodeURIComponent(paper?.venue ?? '')}`);
    expect(venue.body).toContain(`Mail me new papers at ${paper?.venue}`);
    const author = await get('/authors/geoffrey-hinton');
    if (author.status === 200) expect(author.body).toContain('Mail me new papers by Geoffrey Hinton');
  });

  test('is not on pages that are about mail, nor on the operator’s', async () => {
    for (const path of ['/subscribe', '/subscriptions'])
      expect((await get(path)).body, path).not.toContain('id="subscribe-email"');
  });

  test('needs an address alone', async () => {
    const { status, body } = await post('/subscribe', {
      email: 'short@example.org',
      kind: 'trending',
      value: '',
    });
    expect(status).toBe(200);
    expect(body).toContain('One more step');
    const [request] = await requestsOf('short@example.org');
    expect(request?.plan).toEqual({
      wish: { kind: 'trending' },
      cadence: { frequency: 'weekdays', weekday: 1, hour: 7, timeZone: 'UTC' },
      count: 10,
      length: 'short',
    });
  });
});

describe('/subscribe', () => {
  test('takes its choices from the query string', async () => {
    const { body } = await get(`/subscribe?${new URLSearchParams({ ...berlin, value: '<b>"x"' })}`);
    expect(body).toMatch(/<option value="category" selected/);
    expect(body).toContain('value="&lt;b>&quot;x&quot;"');
    expect(body).toMatch(/<option value="daily" selected/);
    expect(body).toContain('value="Europe/Berlin"');
    expect(body).not.toContain('<b>"x"');
  });

  test('keeps who asked, from where, for what, and answers no more than that', async () => {
    const { status, body, headers } = await post(
      '/subscribe',
      { ...berlin, email: ' Ada@Example.ORG ' },
      { 'x-client': '2001:db8:1:2:3::9' },
    );
    expect(status).toBe(200);
    expect(body).toContain('Open it and confirm within');
    expect(body).toContain('Machine Learning (cs.LG)');
    expect(body).toContain('every day at 07:00 (Europe/Berlin)');
    expect(headers.getSetCookie()).toEqual([]);
    expect(await requestsOf('Ada@example.org')).toMatchObject([{ network: '2001:db8:1:2::/64' }]);
    expect(await store.query(`select from subscribers where address_key = 'ada@example.org'`)).toEqual([]);
  });

  test('answers the same for every address', async () => {
    const known = await subscribed('known@example.org');
    await store.query(
      `insert into suppressions (address_key, reason, detail, at) values ('bounced@example.org', 'complaint', '', now())`,
    );
    const answers: string[] = [];
    for (const address of ['unknown@example.org', known.address, 'bounced@example.org'])
      answers.push(plain((await post('/subscribe', { ...berlin, email: address })).body, address));
    // The fourth of a day sends no mail.
    for (let times = 0; times < 4; times++)
      await post('/subscribe', { ...berlin, email: 'often@example.org' });
    answers.push(
      plain((await post('/subscribe', { ...berlin, email: 'often@example.org' })).body, 'often@example.org'),
    );
    expect(new Set(answers).size).toBe(1);
    expect(
      await store.query(`select from mails where address = 'often@example.org' and kind = 'confirmation'`),
    ).toHaveLength(3);
  });

  const wrongFields: [field: string, value: string, words: string][] = [
    ['email', 'nobody', 'Give a mail address'],
    ['email', '', 'Give a mail address'],
    ['email', 'a@example.org\r\nBcc: b@example.org', 'Give a mail address'],
    ['email', '"><script>alert(1)</script>@example.org', 'Give a mail address'],
    ['kind', 'everything', 'Choose one of the list'],
    ['value', '', 'Give the code of a category'],
    ['value', 'cs.NOPE', 'There is no category “cs.NOPE” here'],
    ['value', 'x'.repeat(900), 'Shorten this'],
    ['value', 'cs.LG\u0000', 'Shorten this'],
    ['frequency', 'hourly', 'Choose one of the list'],
    ['weekday', '8', 'Choose a day of the week'],
    ['hour', '24', 'Choose an hour'],
    ['hour', '7.5', 'Choose an hour'],
    ['timeZone', 'Europe/Atlantis', 'Choose a time zone'],
    ['timeZone', '', 'Choose a time zone'],
    ['count', '51', 'Give a whole number from 1 to 50'],
    ['count', '-1', 'Give a whole number from 1 to 50'],
    ['count', '9'.repeat(5000), 'Give a whole number from 1 to 50'],
    ['length', 'endless', 'Choose one of the list'],
  ];
  const titled = wrongFields.map((one) => [one[0], JSON.stringify(one[1].slice(0, 40)), one] as const);
  test.each(titled)('%s %s is refused beside its field, and the rest stays', async (...[, , one]) => {
    const [field, value, words] = one;
    const before = await kept();
    const { status, body } = await post('/subscribe', {
      ...berlin,
      count: '7',
      email: 'typed@example.org',
      [field]: value,
    });
    expect(status).toBe(400);
    expect(body).toContain(words);
    expect(body).toContain('One field needs another look');
    if (field !== 'email') expect(body).toContain('value="typed@example.org"');
    if (field !== 'count') expect(body).toMatch(/name="count"[^>]* value="7"/);
    expect(body).not.toContain('<script>alert');
    expect(await kept()).toEqual(before);
  });

  test('a category is found however it is written', async () => {
    await post('/subscribe', { ...berlin, value: 'cs.lg', email: 'case@example.org' });
    expect(await requestsOf('case@example.org')).toMatchObject([
      { plan: { wish: { kind: 'category', value: 'cs.LG' } } },
    ]);
  });

  test('a form that is none is refused with words', async () => {
    const headers = { origin: site.url };
    const odd = await ask('/subscribe', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
      body: 'not a form',
    });
    expect(odd.status).toBe(400);
    const json = await ask('/subscribe', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(json.status).toBe(415);
    const long = await post('/subscribe', { email: 'a'.repeat(2_000_000) });
    expect(long.status).toBe(413);
  });

  test('a network that asks for too many addresses is told so', async () => {
    const network = { 'x-client': '198.51.100.7' };
    for (let times = 0; times < 30; times++)
      expect((await post('/subscribe', { ...berlin, email: `r${times}@example.org` }, network)).status).toBe(
        200,
      );
    const refused = await post('/subscribe', { ...berlin, email: 'r30@example.org' }, network);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('3600');
    expect(refused.body).toContain('Too many subscriptions were asked for from your network');
    expect(refused.body).toContain('value="r30@example.org"');
  });

  test('the limit of requests answers with words too', async () => {
    const network = { 'x-client': '198.51.100.8' };
    for (let times = 0; times < 20; times++) {
      expect((await get('/subscriptions', network)).status).toBe(200);
      expect((await get('/subscribe', network)).status).toBe(200);
    }
    const refused = await get('/subscribe', network);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused.body).toContain('Too many requests');
    expect((await get('/about', network)).status).toBe(200);
  });

  test('is in the sitemap, and no page of a link is', async () => {
    const { body } = await get('/sitemap.xml?part=1');
    expect(body).toContain('/subscribe</loc>');
    expect(body).not.toMatch(/\/(subscriptions|unsubscribe|issues)/);
  });
});

describe('the preview', () => {
  const choices = new URLSearchParams({ ...berlin, kind: 'trending', value: '' });

  test('shows the next mail before anybody subscribes, and nothing of it is kept', async () => {
    const before = await kept();
    const byAddress = await get(`/subscribe?${choices}&preview`);
    const byForm = await post('/subscribe', {
      ...Object.fromEntries(choices),
      email: 'x@y.example',
      do: 'preview',
    });
    for (const { status, body } of [byAddress, byForm]) {
      expect(status).toBe(200);
      expect(body).toContain('The next mail');
      expect(body).toContain('<iframe');
      expect(body).toContain('Friday, August 21, 2099, 07:00 (Europe/Berlin)');
    }
    expect(byForm.body).toContain('value="x@y.example"');
    const frame = /<iframe src="([^"]+)"/.exec(byForm.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(frame).not.toContain('example');
    const mail = await get(frame);
    expect(mail.status).toBe(200);
    expect(mail.headers.get('content-type')).toMatch(/^text\/html/);
    expect(mail.body).toContain('/papers/');
    expect(mail.body).not.toContain('<script');
    expect(await kept()).toEqual(before);
  });

  test('runs nothing and is framed by this site alone', async () => {
    const { headers } = await get(`/subscribe/preview?${choices}`);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "frame-ancestors 'self'", 'sandbox', 'img-src https:'])
      expect(policy).toContain(part);
    expect(policy).not.toContain('allow-scripts');
    expect(policy).not.toContain('allow-same-origin');
    expect(policy).not.toContain('script-src');
  });

  test('says when nothing matches', async () => {
    const nothing = new URLSearchParams({ ...berlin, kind: 'topic', value: 'zyzzyva xyloglyph' });
    const { status, body } = await get(`/subscribe?${nothing}&preview`);
    expect(status).toBe(200);
    expect(body).toMatch(/Nothing matched on Thursday, August 20, 2099/);
    expect(body).not.toContain('<iframe');
    expect((await get(`/subscribe/preview?${nothing}`)).status).toBe(404);
  });

  test('of choices that are wrong says which', async () => {
    const wrong = new URLSearchParams({ ...berlin, hour: '99' });
    expect((await get(`/subscribe?${wrong}&preview`)).body).toContain('Choose an hour');
    expect((await get(`/subscribe/preview?${wrong}`)).status).toBe(400);
    expect((await post('/subscribe', { ...berlin, hour: '99', do: 'preview' })).status).toBe(400);
  });
});

describe('confirming', () => {
  test('happens by the button, once, and leads to all subscriptions', async () => {
    const path = await requested('ada2@example.org');
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(page.body).toContain('ada2@example.org');
    expect(page.body).toContain('Machine Learning (cs.LG)');
    expect(await store.query(`select from subscribers where address = 'ada2@example.org'`)).toEqual([]);
    const done = await post(path, {}, { 'x-client': '203.0.113.5' });
    expect(done.status).toBe(200);
    expect(done.body).toContain('You are subscribed');
    expect(done.body).toContain('Friday, August 21, 2099, 07:00 (Europe/Berlin)');
    const [proof] = await store.query(
      `select confirmed_network from subscription_requests where address = 'ada2@example.org'`,
    );
    expect(proof).toEqual({ confirmed_network: '203.0.113.5' });
    const manage = /href="(\/subscriptions\/[^"]+)"/.exec(done.body)?.[1] ?? '';
    expect((await get(manage)).body).toContain('ada2@example.org');
    expect((await post(path, {})).body).toContain(manage);
    expect((await get(path)).body).toContain('This is confirmed already');
    expect((await get(path)).body).not.toContain(manage);
    expect(
      await store.query(`select from subscriptions s join subscribers r on r.id = s.subscriber_id
      where r.address = 'ada2@example.org'`),
    ).toHaveLength(1);
  });

  test('is over after two days, and says what to do', async () => {
    const path = await requested('slow@example.org');
    await store.query(
      `update subscription_requests set expires_at = $1::timestamptz - interval '1 second' where address = 'slow@example.org'`,
      [now],
    );
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(body).toContain('This link has expired');
    expect(body).toMatch(/href="\/subscribe\?kind=category&amp;value=cs\.LG/);
    const late = await post(path, {});
    expect(late.status).toBe(410);
    expect(late.body).toContain('This link has expired');
    expect(await store.query(`select from subscribers where address = 'slow@example.org'`)).toEqual([]);
  });
});

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
    expect(site.log()).not.toMatch(/-[0-9a-f]{32}/);
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

describe('the operator', () => {
  const operator = { 'x-client': '127.0.0.1' };
  let id: number;
  beforeAll(async () => {
    const raw = [
      'From: Broadsheet <papers@example.org>',
      'To: reader@example.org',
      'Subject: Five papers <b>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Read https://papers.example/issues/1 <b>',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<!doctype html><html><head><title>x</title></head><body><script>alert(1)</script><p>Hello</p></body></html>',
      '--b--',
      '',
    ].join('\r\n');
    const [row] = await store.query<{ id: number }>(
      `insert into outbox (at, envelope_from, envelope_to, subject, raw)
       values ($1, 'papers@example.org', 'reader@example.org', 'Five papers <b>', $2) returning id`,
      [now, raw],
    );
    id = row?.id ?? 0;
  });

  test('sees what went nowhere, and nobody else does', async () => {
    const list = await get('/admin/outbox', operator);
    expect(list.status).toBe(200);
    expect(list.body).toContain('Five papers &lt;b>');
    expect(list.body).toContain(`href="/admin/outbox/${id}"`);
    expect(list.headers.get('cache-control')).toBe('no-store');
    expect(list.headers.get('x-robots-tag')).toBe('noindex');
    for (const path of ['/admin/outbox', `/admin/outbox/${id}`, `/admin/outbox/${id}/html`]) {
      const stranger = await get(path);
      expect(stranger.status, path).toBe(401);
      expect(stranger.body, path).not.toContain('reader@example.org');
      expect((await get(`${path}/__data.json`)).body, path).not.toContain('reader@example.org');
    }
    for (const nothing of ['0', '999999', 'x', '1e3', '-1'])
      expect((await get(`/admin/outbox/${nothing}`, operator)).status, nothing).toBe(404);
    expect((await get('/about', operator)).body).toContain('href="/admin/outbox"');
    expect((await get('/about')).body).not.toContain('/admin/outbox');
    expect((await get('/admin/sources', operator)).body).toContain('href="/admin/outbox"');
  });

  test('reads one mail: headers, text, and its HTML where nothing runs', async () => {
    const { body } = await get(`/admin/outbox/${id}`, operator);
    expect(body).toContain('List-Unsubscribe-Post');
    expect(body).toContain('href="https://papers.example/issues/1"');
    expect(body).toContain(`src="/admin/outbox/${id}/html"`);
    expect(body).not.toContain('<script>alert');
    const html = await get(`/admin/outbox/${id}/html`, operator);
    expect(html.body).toContain('Hello');
    expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html.headers.get('content-security-policy')).toMatch(/sandbox(?!.*allow-(scripts|same-origin))/);
  });

  test('counts mails by kind and state', async () => {
    const { body } = await get('/metrics', operator);
    expect(body).toMatch(/broadsheet_mails\{kind="confirmation",state="\w+"\} \d+/);
    expect((await get('/admin/outbox', operator)).body).toContain('Confirmations');
  });

  test('hands on mails that came back, and only as mails', async () => {
    await requested('gone@example.org');
    const [mail] = await store.query<{ id: number }>(
      `select id from mails where address = 'gone@example.org'`,
    );
    const mark = signer.sign('bounce', mail?.id ?? 0);
    const raw = [
      'From: MAILER-DAEMON@mx.example.org',
      `To: bounces+${mark}@papers.example.org`,
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'No such user.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.org',
      '',
      'Final-Recipient: rfc822; gone@example.org',
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b--',
      '',
    ].join('\r\n');
    const bring = (headers: Record<string, string>) =>
      ask('/admin/bounces', {
        method: 'POST',
        body: raw,
        headers: { 'content-type': 'message/rfc822', ...headers },
      });
    expect((await bring({})).status).toBe(401);
    expect((await bring({ ...operator, 'content-type': 'text/plain', origin: site.url })).status).toBe(415);
    const suppressed = () =>
      store.query(`select reason from suppressions where address_key = 'gone@example.org'`);
    expect(await suppressed()).toEqual([]);
    const { status, body } = await bring(operator);
    expect({ status, ...(JSON.parse(body) as object) }).toMatchObject({ status: 200, read: 1, bounces: 1 });
    expect(await suppressed()).toEqual([{ reason: 'hard-bounce' }]);
  });
});
