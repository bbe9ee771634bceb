import { setPassword } from '@broadsheet/people';
import { openStore } from '@broadsheet/papers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { useBrowser } from '../support/open-page.ts';
import { browserCookies, signedIn } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

const open = useBrowser();
let site: Site;
/** Passkeys belong to a name; an address of numbers can have none. */
let named: { url: string };

beforeAll(async () => {
  site = await startSite({ RATE_LIMIT_ACCOUNT: '0' });
  named = { url: `http://localhost:${site.port}` };
});
afterAll(() => site.stop());

const password = 'some words, one after another';

describe('signing in', () => {
  it('by a password, out again, and with the name in the masthead meanwhile', async () => {
    const { member } = await signedIn(site, { handle: 'paula' });
    const { env } = site.place;
    const store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
    await setPassword(store, member.id, password, { keep: null, now: new Date() });
    await store.close();
    for (const javaScriptEnabled of [true, false]) {
      const { page, errors } = await open('/trending', { baseURL: site.url, javaScriptEnabled });
      await page.getByRole('link', { name: 'Sign in' }).click();
      // The page that it leads from has a field of that name as well.
      await page.waitForURL('**/sign-in?*');
      await page.getByLabel('Mail address').fill('paula@example.org');
      await page.getByLabel('Password').fill('not this one, I think');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: 'do not belong together' }).waitFor();
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL('**/trending');
      await page.getByRole('link', { name: member.name }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
      // What the browser says of the answer 400 to the wrong password.
      expect(errors.filter((text) => !text.includes('400'))).toEqual([]);
      await page.context().close();
    }
  });

  it('by a passkey, which is kept on the account page and can be taken away', async () => {
    const them = await signedIn({ ...site, url: named.url }, { handle: 'quentin' });
    const { page } = await open('/', { baseURL: named.url });
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.context().addCookies(browserCookies(named, them));
    await page.goto('/account');
    await page.getByLabel('What to call it').fill('My phone');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('status').filter({ hasText: 'The passkey is kept' }).waitFor();
    await page.getByText('My phone').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('link', { name: them.member.name }).click();
    await page.getByRole('button', { name: 'Take away My phone' }).click();
    await page.getByRole('status').filter({ hasText: 'signs nobody in' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('alert').filter({ hasText: 'not known here' }).waitFor();
    await page.context().close();
  });
});

describe('pages of accounts', () => {
  it.each(['/sign-in', '/sign-up'])('%s can be read by everybody', async (path) => {
    await expectAccessible(await open(path, { baseURL: site.url, ...checked }));
  });

  it.each([
    ['/account', 'member'],
    ['/admin/members', 'owner'],
  ] as const)('%s can be read by everybody who may', async (path, role) => {
    const them = await signedIn(site, { role });
    const opened = await open('/about', { baseURL: site.url, ...checked });
    await opened.page.context().addCookies(browserCookies(site, them));
    await opened.page.goto(path);
    await opened.page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(opened);
  });
});
