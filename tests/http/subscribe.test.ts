import { describe, expect, test } from 'vitest';
import {
  ask,
  berlin,
  get,
  kept,
  now,
  plain,
  post,
  requested,
  requestsOf,
  site,
  store,
  subscribed,
  useMailSite,
} from '../support/mail-site.ts';

useMailSite();

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
