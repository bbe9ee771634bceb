import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { freshPlace } from '../support/fresh-place.ts';
import type { Opened } from '../support/open-page.ts';
import { browserCookies, signedIn } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await startSite({}, await freshPlace(inject('loadedPlace')));
  browser = await chromium.connect(inject('browserAddress'));
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

/** A page of the site in the browser of somebody with this handle. */
async function open(path: string, handle: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ baseURL: site.url, ...options });
  await context.addCookies(browserCookies(site, await signedIn(site, { handle })));
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  expect((await page.goto(path))?.ok(), path).toBe(true);
  return { page, errors };
}

test('without a script: saving, a note, a tag, and taking out again', async () => {
  const { page } = await open('/papers/2608.19758', 'plain', { javaScriptEnabled: false });
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await page.getByRole('button', { name: 'Saved', exact: true }).first().waitFor();
  expect(page.url()).toBe(`${site.url}/papers/2608.19758`);
  await page.goto('/library');
  await page.getByText('State, tags and note').click();
  await page.getByLabel('Tags, with commas').fill('to cite, attention');
  await page.getByLabel('Note, in Markdown').fill('It is **quick** and $x_1$');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByText('Kept.').waitFor();
  expect(await page.locator('.note strong').textContent()).toBe('quick');
  await page.locator('aside').getByRole('link', { name: '#to cite' }).click();
  await page.getByRole('heading', { name: 'FlashPrefill' }).waitFor();
  await page.locator('[data-tick]').check();
  await page.getByLabel('Do', { exact: true }).selectOption('remove');
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByText('has a note').waitFor();
  await page.locator('[data-tick]').check();
  await page.getByLabel('Do', { exact: true }).selectOption('remove');
  await page.getByLabel('Notes too').check();
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByText('1 paper taken out.').waitFor();
  await page.context().close();
});

test('with one: the button and the keys save, and the library is edited in place', async () => {
  const { page, errors } = await open('/day/2026-08-20', 'keys');
  await page.waitForLoadState('networkidle');
  const buttons = page.locator('[data-save]');
  await buttons.nth(1).click();
  await expect.poll(() => buttons.nth(1).textContent()).toBe('Saved');
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await expect.poll(() => buttons.nth(0).textContent()).toBe('Saved');
  await page.goto('/library');
  await page.waitForLoadState('networkidle');
  expect(await page.locator('[data-paper]').count()).toBe(2);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('e');
  expect(await page.locator('[data-tick]').first().isChecked()).toBe(true);
  await page.getByLabel('Note, in Markdown').first().fill('A wombat');
  await page.getByRole('button', { name: 'Keep', exact: true }).first().click();
  await page.getByText('Kept.').waitFor();
  await page.getByLabel('Search your library').fill('wombats');
  await page.getByLabel('Search your library').press('Enter');
  await page.getByText('In your note or tags').waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test('every page of it is for everybody', async () => {
  const { page } = await open('/papers/2608.19758', 'eyes', { javaScriptEnabled: false });
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await page.context().close();
  for (const path of ['/library', '/library/import', '/me/export', '/me/import'])
    await expectAccessible(await open(path, 'eyes', checked));
});
