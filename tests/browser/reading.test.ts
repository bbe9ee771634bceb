import { expect, test } from 'vitest';
import { useBrowser } from '../support/open-page.ts';

const open = useBrowser();

test('a reader without JavaScript comes from the front page to a paper, a search and the next page', async () => {
  const { page } = await open('/', { javaScriptEnabled: false });
  await page.click('[data-paper] h2 a');
  expect(page.url()).toContain('/papers/');
  expect(await page.locator('.abstract').innerText()).not.toBe('');
  await page.fill('.ears input[name=q]', 'diffusion');
  await page.press('.ears input[name=q]', 'Enter');
  expect(page.url()).toContain('/search?q=diffusion');
  await page.click('a[rel=next]');
  expect(page.url()).toContain('page=2');
  expect(await page.locator('[data-paper]').count()).toBeGreaterThan(0);
});

test('j, k, o and / walk, open and search', async () => {
  const { page, errors } = await open('/trending');
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  const at = page.locator('[data-paper].at');
  expect(await at.count()).toBe(1);
  expect(await at.locator('.rank').innerText()).toBe('1');
  const href = await at.locator('h2 a').getAttribute('href');
  await page.keyboard.press('o');
  await page.waitForURL(`**${href}`);
  await page.keyboard.press('/');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q');
  await page.keyboard.type('j');
  expect(await page.locator('.ears input').inputValue()).toBe('j');
  expect(errors).toEqual([]);
});

test('search suggests while one types, and the arrow keys choose', async () => {
  const { page, errors } = await open('/');
  await page.waitForLoadState('networkidle');
  await page.locator('.ears input').pressSequentially('flashpref', { delay: 20 });
  const suggestion = page.locator('.ears [role=option]').first();
  await suggestion.waitFor({ state: 'visible' });
  expect(await suggestion.innerText()).toContain('FlashPrefill');
  await page.keyboard.press('ArrowDown');
  expect(await suggestion.getAttribute('aria-selected')).toBe('true');
  const href = await suggestion.locator('a').getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${href}`);
  expect(errors).toEqual([]);
});

test('a list goes on as one scrolls, and back leads to where one was', async () => {
  const { page, errors } = await open('/trending');
  await page.waitForLoadState('networkidle');
  const before = await page.locator('[data-paper]').count();
  for (let turn = 0; turn < 3; turn++) {
    const count = await page.locator('[data-paper]').count();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction((known) => document.querySelectorAll('[data-paper]').length > known, count);
  }
  const there = page.locator('[data-paper]').nth(before + 15);
  const href = await there.locator('h2 a').getAttribute('href');
  await there.scrollIntoViewIfNeeded();
  const top = await page.evaluate(() => window.scrollY);
  await there.locator('h2 a').click();
  await page.waitForURL(`**${href}`);
  await page.goBack();
  await page.waitForFunction(
    (known) => document.querySelectorAll('[data-paper]').length > known,
    before + 15,
  );
  await page.waitForFunction((y) => Math.abs(window.scrollY - y) < 50, top);
  expect(
    await page
      .locator('[data-paper]')
      .nth(before + 15)
      .locator('h2 a')
      .getAttribute('href'),
  ).toBe(href);
  expect(errors).toEqual([]);
});

test('colours are a choice that stays', async () => {
  const { page } = await open('/', { colorScheme: 'light' });
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Dark' }).click();
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
  expect(await background()).not.toBe(light);
  await page.goto('/trending');
  expect(await background()).not.toBe(light);
});

test('a citation can be copied', async () => {
  const { page } = await open('/papers/2608.19758', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.waitForLoadState('networkidle');
  await page.getByText('BibTeX', { exact: true }).click();
  await page.getByRole('button', { name: /copy/i }).first().click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('title'));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^@misc\{fan2026flashprefill,/);
});

test('the score of a paper is told where it stands', async () => {
  const { page } = await open('/trending');
  await page.getByText('Trending score').first().click();
  expect(await page.locator('details.why[open] p').first().innerText()).toMatch(/votes/);
});
