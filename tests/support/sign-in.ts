import { openStore } from '@broadsheet/papers';
import {
  accountKey,
  createMember,
  memberCalled,
  networkHeader,
  openAccounts,
  type Member,
  type Role,
} from '@broadsheet/people';
import type { BrowserContextOptions } from 'playwright-core';
import type { Site } from './site.ts';

/** Somebody who is signed in at a site of a test. */
export interface SignedInAt {
  member: Member;
  /** `name=value`, as a browser would send it. */
  cookie: string;
  /** To fetch with: the cookie, and where a page of the site would say that it comes from. */
  headers: { cookie: string; origin: string };
}

/**
 * Signs somebody in at a site, with an account that is made where there is none of that handle. Sessions go by the real
 * clock, whatever BROADSHEET_NOW says.
 */
export async function signedIn(
  site: Pick<Site, 'url' | 'place'>,
  { role = 'member', handle = `a-${role}` }: { role?: Role; handle?: string } = {},
): Promise<SignedInAt> {
  const { env } = site.place;
  const store = await openStore({ home: env.BROADSHEET_HOME, databaseUrl: env.DATABASE_URL });
  try {
    const made = await createMember(store, {
      handle,
      name: `The ${role} ${handle}`,
      email: `${handle}@example.org`,
      emailVerified: true,
      role,
      now: new Date(),
    });
    const member = typeof made === 'string' ? await memberCalled(store, handle) : made;
    if (member === null) throw new Error(`Nobody could be made with the handle ${handle}.`);
    const accounts = await openAccounts({
      store,
      key: await accountKey(store),
      site: site.url,
      settings: { signUp: 'open', isPrivate: false, providers: [] },
    });
    const { cookies } = await accounts.enterAs(
      member.id,
      new Headers({ origin: site.url, 'user-agent': 'tests', [networkHeader]: '192.0.2.7' }),
    );
    const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
    return { member, cookie, headers: { cookie, origin: site.url } };
  } finally {
    await store.close();
  }
}

/** The cookie of somebody who is signed in, for a browser: `context.addCookies(browserCookies(site, them))`. */
export function browserCookies(site: Pick<Site, 'url'>, { cookie }: Pick<SignedInAt, 'cookie'>) {
  return cookie.split('; ').map((one) => {
    const [name = '', ...value] = one.split('=');
    return { name, value: value.join('='), url: site.url };
  });
}

/** How a browser of theirs opens the pages of a site: options of a window. */
export function asBrowserOf(
  site: Pick<Site, 'url'>,
  them: Pick<SignedInAt, 'cookie'>,
): { baseURL: string; storageState: Exclude<BrowserContextOptions['storageState'], string | undefined> } {
  const cookies = browserCookies(site, them).map(({ name, value }) => ({
    name,
    value,
    domain: new URL(site.url).hostname,
    path: '/',
    expires: -1,
    httpOnly: true,
    secure: false,
    sameSite: 'Lax' as const,
  }));
  return { baseURL: site.url, storageState: { cookies, origins: [] } };
}
