import { currentDay, describeLibrary } from '@broadsheet/papers';
import { now } from '../lib/server/clock.ts';
import { library } from '../lib/server/library.ts';
import { siteUrl } from '../lib/server/site-url.ts';
import type { LayoutServerLoad } from './$types';

/** What the frame around every page says. */
export const load: LayoutServerLoad = async ({ url, cookies }) => ({
  site: siteUrl(url),
  today: currentDay(now()),
  theme: cookies.get('theme') ?? 'auto',
  shelf: await describeLibrary(library()),
});
