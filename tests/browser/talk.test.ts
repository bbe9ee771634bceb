import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBrowser } from '../support/open-page.ts';
import { asBrowserOf, signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

const open = useBrowser();
let site: Site;
let ada: SignedInAt;

beforeAll(async () => {
  site = await startSite();
  ada = await signedIn(site, { handle: 'ada' });
});
afterAll(() => site.stop());

test('what was sent stands below, and not in the form any more', async () => {
  const { page, errors } = await open('/papers/2608.19758/talk', asBrowserOf(site, ada));
  const text = page.getByLabel('Your comment');
  await text.fill('Is the **kernel** public?');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.threads').getByText('Is the kernel public?').waitFor();
  expect(await text.inputValue()).toBe('');
  expect(errors).toEqual([]);
});

test('what was shown beforehand stays to be changed', async () => {
  const { page } = await open('/papers/2608.19758/talk', asBrowserOf(site, ada));
  const text = page.getByLabel('Your comment');
  await text.fill('And the **data**?');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('status').getByText('And the data?').waitFor();
  expect(await text.inputValue()).toBe('And the **data**?');
});
