import { test } from 'vitest';
import { checked, expectAccessible } from '../support/check-page.ts';
import { useBrowser } from '../support/open-page.ts';

const open = useBrowser();

const pages = [
  '/',
  '/day/2026-08-22',
  '/week/2026-W33',
  '/trending',
  '/lists/first-edition',
  '/papers/2608.19758',
  '/papers/2608.19758/talk',
  '/talk',
  '/categories',
  '/venues',
  '/search?q=contrastiv+lerning',
  '/search',
  '/about',
  '/about/ranking',
  '/about/feeds',
  '/similar?of=2608.19758,nothing',
  '/admin/sources',
  '/admin/duplicates',
  '/api',
];

test.each(pages)('%s meets WCAG 2.2 AA in the light on a desk and in the dark on a phone', async (path) => {
  await expectAccessible(await open(path, checked));
});
