import { currentDay, describeLibrary } from '@broadsheet/papers';
import { now } from '../lib/server/clock.ts';
import { library } from '../lib/server/library.ts';
import { siteUrl } from '../lib/server/site-url.ts';
import type { LayoutServerLoad } from './$types';

/** What the frame around every page says. */
export const load: LayoutServerLoad = async ({ url, cookies, locals }) => ({
  site: siteUrl(url),
  today: currentDay(now()),
  /** Who is signed in; their address and id stay here. */
  me:
    locals.member === null
      ? null
      : { handle: locals.member.handle, name: locals.member.name, role: locals.member.role },
  theme: cookies.get('theme') ?? 'auto',
  shelf: await describeLibrary(library()),
});
