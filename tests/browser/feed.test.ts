import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { useBrowser, type Opened } from '../support/open-page.ts';
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

const openAs = (path: string, options: BrowserContextOptions = {}): Promise<Opened> =>
  open(path, { ...asBrowserOf(site, ada), ...options });

it('an interest is begun, brings papers, and learns from an answer, without a script', async () => {
  const { page } = await openAs('/interests', { javaScriptEnabled: false });
  await page.getByLabel('What you call it').fill('Agents');
  await page.getByLabel('Or in your own words').fill('Language model agents that use tools and write code.');
  await page.getByRole('button', { name: 'Begin it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Agents' }).waitFor();
  await page.getByRole('link', { name: 'Your feed' }).click();
  const first = page.locator('[data-paper]').first();
  await first.getByText('For “Agents”').waitFor();
  await first.getByRole('button', { name: 'More like this' }).click();
  expect(await first.getByRole('button', { name: 'More like this' }).getAttribute('aria-pressed')).toBe(
    'true',
  );
  expect(page.url()).toMatch(/\/feed#paper-\d+$/);
  await page.context().close();
});

it('an answer is given and taken back, the reasons open, and weights are saved, with scripts', async () => {
  const { page, errors } = await openAs('/feed');
  const second = page.locator('[data-paper]').nth(1);
  const button = second.getByRole('button', { name: 'Not this' });
  await button.click();
  await second.locator('button[aria-pressed="true"]').waitFor();
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  await button.click();
  await second.locator('button[aria-pressed="true"]').waitFor({ state: 'detached' });
  await second.locator('.reason summary').click();
  await second.getByText('What the score is made of').waitFor();
  await page.getByRole('link', { name: 'Interests', exact: true }).click();
  const weight = page.locator('input[name^="weight-"]').first();
  await weight.fill('80');
  await page.getByRole('button', { name: 'Save the weights' }).click();
  await page.getByText('Saved. The next feed is mixed like this.').waitFor();
  expect(await weight.inputValue()).toBe('80');
  expect(errors).toEqual([]);
  await page.context().close();
});

it.each(['/feed', '/interests', '/interests/1'])('%s can be read by everybody', async (path) => {
  const opened = await openAs(path, checked);
  for (const summary of await opened.page.locator('.reason summary').all()) await summary.click();
  await expectAccessible(opened);
});
