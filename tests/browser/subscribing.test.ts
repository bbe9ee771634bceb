import { openLinkSigner, type LinkSigner } from '@broadsheet/mail';
import { openStore, type Store } from '@broadsheet/papers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { useBrowser } from '../support/open-page.ts';
import { startSite, type Site } from '../support/site.ts';

const open = useBrowser();

/** Far ahead of the day on which this runs: nothing that the program does by itself is ever due. */
const now = '2099-08-21T02:00:00Z';

let site: Site;
let store: Store;
let signer: LinkSigner;

beforeAll(async () => {
  site = await startSite({ BROADSHEET_NOW: now, RATE_LIMIT_MAIL: '0' });
  const { env } = site.place;
  store = await openStore({ home: env['BROADSHEET_HOME'] ?? '', databaseUrl: env['DATABASE_URL'] ?? '' });
  signer = await openLinkSigner(store);
});
afterAll(async () => {
  await store.close();
  await site.stop();
});

/** Where the mail to confirm would lead. */
async function confirmPath(address: string): Promise<string> {
  const [request] = await store.query<{ id: number }>(
    'select id from subscription_requests where address = $1 order by id desc limit 1',
    [address],
  );
  return `/subscribe/confirm/${signer.sign('confirm', request?.id ?? 0)}`;
}

async function unsubscribePath(address: string): Promise<string> {
  const [row] = await store.query<{ id: number }>(
    'select s.id from subscriptions s join subscribers r on r.id = s.subscriber_id where r.address = $1 order by s.id limit 1',
    [address],
  );
  return `/unsubscribe/${signer.sign('unsubscribe', row?.id ?? 0)}`;
}

const at = (path: string) => site.url + path;
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

describe.each([
  { scripts: 'with', javaScriptEnabled: true },
  { scripts: 'without', javaScriptEnabled: false },
])('$scripts scripts', ({ scripts, javaScriptEnabled }) => {
  const address = `reader-${scripts}@example.org`;

  test('from a category’s foot to the last mail', async () => {
    const { page, errors } = await open(at('/categories/cs.LG'), {
      javaScriptEnabled,
      timezoneId: 'America/New_York',
    });
    if (javaScriptEnabled) await page.waitForSelector('.subscribe [name=timeZone]', { state: 'attached' });
    await page.fill('#subscribe-email', address);
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    expect(await page.locator('main').innerText()).toContain(
      javaScriptEnabled ? 'every weekday at 07:00 (America/New York)' : 'every weekday at 07:00 (UTC)',
    );
    // The operator on their own machine is told where the mail lies.
    expect(await page.getByRole('link', { name: 'outbox' }).count()).toBe(1);

    await page.goto(at(await confirmPath(address)));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'You are subscribed' }).waitFor();
    await page.getByRole('link', { name: 'See and change your subscriptions' }).click();
    await page.getByRole('heading', { name: 'Your subscriptions' }).waitFor();

    const subscription = page.locator('.subscription').first();
    await subscription.getByText('Change it').click();
    await subscription.getByLabel('Papers at most').fill('3');
    await subscription.getByLabel('How often').selectOption('weekly');
    await subscription.getByLabel('On', { exact: true }).selectOption('Wednesday');
    await subscription.getByRole('button', { name: 'Save' }).click();
    await subscription.getByText('Changed.').waitFor();
    expect(await subscription.locator('p').first().innerText()).toMatch(
      /^Every Wednesday at 07:00 .*at most 3/,
    );

    await subscription.getByRole('button', { name: 'Two weeks off' }).click();
    await subscription.getByText(/Paused until \w+day, September [34], 2099/).waitFor();
    await subscription.getByRole('button', { name: 'End the pause' }).click();
    await subscription.getByText('The pause is over.').waitFor();

    const manage = new URL(page.url()).pathname;
    await page.goto(at(`${manage}/papers/2608.19758`));
    await page.getByRole('button', { name: 'Save it for later' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByLabel('Leave out papers with these words').fill('survey');
    await page.getByRole('button', { name: 'Leave out' }).last().click();
    await page.getByText('From now on “survey” is left out', { exact: false }).waitFor();
    await page.getByRole('link', { name: 'All your subscriptions and saved papers' }).click();
    await page.getByRole('button', { name: 'Take back: “survey”' }).click();
    await page.getByText('“survey” is no longer left out.').waitFor();
    await page.getByRole('button', { name: 'Take off' }).click();
    await page.getByText('Taken off the list.').waitFor();

    await page.goto(at(await unsubscribePath(address)));
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('heading', { name: 'End these mails?' }).waitFor();
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();

    await page.goto(at(manage));
    await page.getByRole('button', { name: 'Make a new link' }).click();
    await page.getByText('This is your new link').waitFor();
    expect(page.url()).not.toContain(manage);
    await page.getByText('Delete everything').first().click();
    await page.getByLabel('Yes, delete everything').check();
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.getByText('Everything that was kept about your address is deleted').waitFor();
    expect(await store.query('select from subscribers where address = $1', [address])).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('the next mail is shown before anybody subscribes, and what is typed stays', async () => {
    const { page, errors } = await open(at('/subscribe'), { javaScriptEnabled, timezoneId: 'Asia/Tokyo' });
    const zone = page.getByLabel('Time zone');
    if (javaScriptEnabled)
      await page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('#plan-timeZone')?.value === 'Asia/Tokyo',
      );
    else await zone.fill('Asia/Tokyo');
    expect(await page.getByRole('textbox', { name: 'Category', exact: true }).isVisible()).toBe(false);
    await page.locator('#plan-kind').selectOption('category');
    await page.getByRole('textbox', { name: 'Category', exact: true }).fill('cs.CL');
    await page.getByLabel('Mail address').fill('typed@example.org');
    await page.getByRole('button', { name: 'Show me the next mail' }).click();
    await page.getByRole('heading', { name: 'The next mail' }).waitFor();
    expect(page.url()).not.toContain('typed');
    expect(await page.locator('.next-mail').innerText()).toContain('07:00 (Asia/Tokyo)');
    const mail = page.frameLocator('.next-mail iframe');
    await mail.locator('a').first().waitFor();
    expect(await mail.locator('body').innerText()).toContain('cs.CL');
    expect(await page.getByLabel('Mail address').inputValue()).toBe('typed@example.org');
    expect(await page.getByRole('textbox', { name: 'Category', exact: true }).inputValue()).toBe('cs.CL');

    await page.getByRole('textbox', { name: 'Category', exact: true }).fill('');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByText('Give the code of a category').waitFor();
    if (javaScriptEnabled)
      expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('value');
    expect(await page.getByLabel('Mail address').inputValue()).toBe('typed@example.org');
    // A form that is refused is an answer of 400, which the console notes.
    expect(errors.filter((text) => !text.includes('status of 400'))).toEqual([]);
    await page.context().close();
  });
});

describe('every new page', () => {
  let paths: Record<string, string>;

  beforeAll(async () => {
    const address = 'pages@example.org';
    const post = (path: string, fields: Record<string, string>) =>
      fetch(at(path), {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: site.url, accept: 'text/html' },
        body: new URLSearchParams(fields),
      });
    const plans = [
      { kind: 'trending' },
      { kind: 'search', value: 'a-very-long-word-'.repeat(12), length: 'full' },
    ] as Record<string, string>[];
    for (const plan of plans) {
      await post('/subscribe', { ...plan, email: address, timeZone: 'Europe/Berlin' });
      await post(await confirmPath(address), {});
    }
    await post('/subscribe', { kind: 'trending', email: 'pending@example.org' });
    const [subscriber] = await store.query<{ id: number }>('select id from subscribers where address = $1', [
      address,
    ]);
    const manage = `/subscriptions/${signer.sign('manage', subscriber?.id ?? 0)}`;
    await post(`${manage}/papers/2608.19758?/save`, {});
    await post(`${manage}/papers/2608.19758?/mute`, { words: 'mute-me '.repeat(12).trim() });
    const [issue] = await store.query<{ id: number }>(
      `insert into issues (subscription_id, day, composed_at, papers, content)
       select s.id, '2099-08-21', $1, array(select p.id from papers p order by p.id limit 5), $2::jsonb
         from subscriptions s where s.subscriber_id = $3 order by s.id limit 1 returning id`,
      [
        now,
        JSON.stringify({
          title: 'Trending papers',
          path: '/trending',
          from: '2099-08-20',
          to: '2099-08-20',
          why: Array.from({ length: 5 }, () => 'trending · 12 votes'),
          more: 3,
          partial: [{ day: '2099-08-20', count: 5, usual: null }],
          length: 'full',
        }),
        subscriber?.id,
      ],
    );
    const [kept] = await store.query<{ id: number }>(
      `insert into outbox (at, envelope_from, envelope_to, subject, raw)
       values ('2099-08-21T01:00:00Z', 'papers@example.org', 'pages@example.org', 'Five papers', $1) returning id`,
      [
        'Subject: Five papers\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!doctype html><html lang="en"><head><title>Five papers</title></head><body><main><h1>Five papers</h1></main></body></html>\r\n',
      ],
    );
    paths = {
      subscribe: '/subscribe',
      'a preview': '/subscribe?kind=trending&preview',
      'an empty preview': '/subscribe?kind=topic&value=zyzzyva+xyloglyph&frequency=weekly&preview',
      'a wrong choice': '/subscribe?kind=category&hour=99&preview',
      confirm: await confirmPath('pending@example.org'),
      'confirmed already': await confirmPath(address),
      subscriptions: '/subscriptions',
      deleted: '/subscriptions?deleted',
      manage,
      'a paper': `${manage}/papers/2608.19758`,
      unsubscribe: await unsubscribePath(address),
      'an issue': `/issues/${signer.sign('issue', issue?.id ?? 0)}`,
      outbox: '/admin/outbox',
      'a mail': `/admin/outbox/${kept?.id}`,
    };
  });

  test.each([
    'subscribe',
    'a preview',
    'an empty preview',
    'a wrong choice',
    'confirm',
    'confirmed already',
    'subscriptions',
    'deleted',
    'manage',
    'a paper',
    'unsubscribe',
    'an issue',
    'outbox',
    'a mail',
  ])('%s meets WCAG 2.2 AA in the light on a desk and in the dark on a phone', async (name) => {
    const opened = await open(at(paths[name] ?? expect.fail(name)), checked);
    await opened.page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    expect(await heading(opened.page)).not.toBe('');
    await expectAccessible(opened);
  });

  test('nothing moves while a page comes alive', async () => {
    for (const path of ['/subscribe', '/categories/cs.LG', paths['manage'] ?? '']) {
      const { page } = await open(at('/about'));
      await page.addInitScript(() => {
        const seen = { shift: 0 };
        (globalThis as unknown as { seen: typeof seen }).seen = seen;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
            seen.shift += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(at(path), { waitUntil: 'networkidle' });
      const { shift } = await page.evaluate(
        () => (globalThis as unknown as { seen: { shift: number } }).seen,
      );
      expect(shift, path).toBeLessThan(0.02);
      await page.context().close();
    }
  });
});
