import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { may, roles, type Action, type Role } from '@broadsheet/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/program.ts';
import { signedIn, type SignedInAt } from '../support/sign-in.ts';
import { startSite, type Site } from '../support/site.ts';
import { routes, samples, type Access } from './authorisation-table.ts';

/** One thing that a route answers: a method, or an action of a page. */
interface Entry {
  route: string;
  method: string;
  /** Of a page's form; null for a plain method. */
  action: string | null;
}

const folder = join(root, 'apps/web/src/routes');

/** Everything that the files of the routes answer, as SvelteKit reads them. */
function entries(): Entry[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files.flatMap((file): Entry[] => {
    if (!file.isFile()) return [];
    const route = `/${relative(folder, file.parentPath)}`;
    const read = () => readFileSync(join(file.parentPath, file.name), 'utf8');
    if (file.name === '+page.svelte') return [{ route, method: 'GET', action: null }];
    if (file.name === '+server.ts')
      return [...read().matchAll(/^export const (GET|POST|PUT|PATCH|DELETE|fallback)\b/gm)].map(
        ([, name]) => ({
          route,
          method: name === 'fallback' ? 'GET' : (name ?? ''),
          action: null,
        }),
      );
    if (file.name !== '+page.server.ts') return [];
    const [, actions = ''] = /^export const actions[^=]*= \{\n(.*?)^\};/ms.exec(read()) ?? [];
    return [...actions.matchAll(/^ {2}(?:async )?'?([\w-]+)'?(?::|\()/gm)].map(([, action = '']) => ({
      route,
      method: 'POST',
      action,
    }));
  });
}

/** Signing out ends what the others ask by, so that it comes last. */
const all = entries().sort(
  (one, other) =>
    Number(one.route === '/sign-out') - Number(other.route === '/sign-out') ||
    one.route.localeCompare(other.route),
);

function accessOf({ route, method, action }: Entry): Access | undefined {
  const declared = routes[route];
  return typeof declared === 'object' ? (declared[action ?? method] ?? declared['rest']) : declared;
}

describe('the table of routes', () => {
  it('names every route, method and action', () => {
    expect(all.length).toBeGreaterThan(150);
    const missing = all.filter((entry) => accessOf(entry) === undefined);
    const named = missing.map(({ route, method, action }) => `${action ?? method} ${route}`);
    expect(named, 'add them to tests/http/authorisation-table.ts').toEqual([]);
  });

  it('has a sample for every parameter', () => {
    const names = all.flatMap(({ route }) =>
      [...route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name = '']) => name),
    );
    expect([...new Set(names)].filter((name) => samples[name] === undefined)).toEqual([]);
  });
});

describe('every route for every role', () => {
  let site: Site;
  const people = new Map<Role, SignedInAt>();

  beforeAll(async () => {
    // A proxy's header makes the requests come from elsewhere: this machine alone is the operator.
    site = await startSite({ RATE_LIMIT_ACCOUNT: '0', RATE_LIMIT_MAIL: '0', ADDRESS_HEADER: 'x-client' });
    for (const role of roles) people.set(role, await signedIn(site, { role }));
    // Nobody is the last owner, whom the site would keep; and it is somebody else whom owners change and remove.
    await signedIn(site, { role: 'owner', handle: 'another-owner' });
    await signedIn(site, { role: 'reader', handle: samples['handle'] ?? '' });
  });
  afterAll(() => site.stop());

  let networks = 0;

  /** How a request was met: let in, told to sign in, or told that the role is not enough. */
  async function met({ route, method, action }: Entry, who: Role | null): Promise<'in' | 'sign in' | 'no'> {
    const path = route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => samples[name] ?? '');
    const isApi = path.startsWith('/api/');
    const form = isApi ? 'application/json' : 'application/x-www-form-urlencoded';
    const address = site.url + path + (action === null || action === 'default' ? '' : `?/${action}`);
    const response = await fetch(address, {
      method,
      redirect: 'manual',
      headers: {
        accept: isApi ? 'application/json' : 'text/html',
        origin: site.url,
        'x-client': `10.2.${++networks >> 8}.${networks & 255}`,
        ...(method === 'GET' ? {} : { 'content-type': form }),
        ...(who === null ? {} : { cookie: people.get(who)?.cookie ?? '' }),
      },
      ...(method === 'GET' ? {} : { body: isApi ? '{}' : '' }),
    });
    await response.body?.cancel();
    if (response.status === 401) return 'sign in';
    if (response.status === 403) return 'no';
    const to = response.headers.get('location') ?? '';
    return response.status === 303 && to.startsWith('/sign-in?back=') ? 'sign in' : 'in';
  }

  function expected(access: Access, who: Role | null): ('in' | 'sign in' | 'no')[] {
    if (access === 'open') return ['in'];
    // What else would let one in is missing: whatever comes of that, it is the same for all.
    if (access === 'key') return ['in', 'sign in', 'no'];
    if (access === 'operator') return who === 'owner' ? ['in'] : ['sign in', 'no'];
    if (who === null) return ['sign in'];
    return access === 'signed in' || may({ role: who }, access satisfies Action) ? ['in'] : ['no'];
  }

  it.each(all.map((entry) => [entry.action ?? entry.method, entry.route, entry] as const))(
    '%s %s',
    async (_, __, entry) => {
      const access = accessOf(entry);
      if (access === undefined) return;
      for (const who of [null, ...roles])
        expect(expected(access, who), `${who ?? 'nobody'} (${access})`).toContain(await met(entry, who));
    },
  );
});
