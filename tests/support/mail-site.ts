import {
  getSubscriber,
  openLinkSigner,
  type IssueContent,
  type LinkSigner,
  type Subscriber,
} from '@broadsheet/mail';
import { openStore, type Store } from '@broadsheet/papers';
import { afterAll, beforeAll, expect } from 'vitest';
import { startSite, type Site } from './site.ts';

/** Far ahead of the day on which this runs: nothing that the program does by itself is ever due. */
export const now = '2099-08-21T02:00:00Z';

/** Of the file that has asked for it with `useMailSite`. */
export let site: Site;
export let store: Store;
export let signer: LinkSigner;

/** A site of this file's own, whose readers subscribe, with its store and what signs its links. */
export function useMailSite(): void {
  beforeAll(async () => {
    // Each test comes from networks of its own, which a proxy's header would name.
    site = await startSite({
      BROADSHEET_NOW: now,
      RATE_LIMIT_MAIL: '40',
      ADDRESS_HEADER: 'x-client',
      ADMIN_TOKEN: 'a long password',
    });
    const { env } = site.place;
    store = await openStore({ home: env['BROADSHEET_HOME'] ?? '', databaseUrl: env['DATABASE_URL'] ?? '' });
    signer = await openLinkSigner(store);
  });
  afterAll(async () => {
    await store.close();
    await site.stop();
  });
}

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

let networks = 0;
const anotherNetwork = () => `10.0.${++networks >> 8}.${networks & 255}`;

export async function ask(
  path: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { 'x-client': anotherNetwork(), accept: 'text/html', ...init.headers },
  });
  const body = (await response.text()).replace(/<!--.*?-->/g, '');
  return { status: response.status, headers: response.headers, body };
}
export const get = (path: string, headers: Record<string, string> = {}) => ask(path, { headers });
export const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { origin: site.url, ...headers },
    body: new URLSearchParams(fields),
  });

/** The choices of a form. */
export const berlin = {
  kind: 'category',
  value: 'cs.LG',
  frequency: 'daily',
  weekday: '1',
  hour: '7',
  timeZone: 'Europe/Berlin',
  count: '5',
  length: 'short',
};

export const requestsOf = (address: string) =>
  store.query<{ id: number; plan: unknown; network: string }>(
    'select id, plan, network from subscription_requests where address = $1 order by id',
    [address],
  );

export async function requested(address: string, fields: Record<string, string> = berlin): Promise<string> {
  expect((await post('/subscribe', { ...fields, email: address })).status).toBe(200);
  const request = (await requestsOf(address)).at(-1) ?? expect.fail('not requested');
  return `/subscribe/confirm/${signer.sign('confirm', request.id)}`;
}

/** Subscribes an address by the pages, and finds its subscriber. */
export async function subscribed(
  address: string,
  fields: Record<string, string> = berlin,
): Promise<Subscriber> {
  const confirmed = await post(await requested(address, fields), {});
  expect(confirmed.status).toBe(200);
  const [row] = await store.query<{ id: number }>('select id from subscribers where address = $1', [address]);
  return subscriberAgain(row?.id ?? 0);
}
export const subscriberAgain = async (id: number) =>
  (await getSubscriber(store, id)) ?? expect.fail('no subscriber');

export const managePath = ({ id, linkEpoch }: Subscriber) =>
  `/subscriptions/${signer.sign('manage', id, linkEpoch)}`;
export const only = ({ subscriptions }: Subscriber) => subscriptions[0] ?? expect.fail('no subscription');
export const stoppedAt = (path: Subscriber) => signer.sign('unsubscribe', only(path).id);

/** What people have said and what is kept about them; what the program does by itself is left out. */
export async function kept(): Promise<unknown> {
  const queries = [
    'select * from subscribers order by id',
    'select * from subscription_requests order by id',
    'select id, subscriber_id, request_id, plan, ended_at, paused_until, mutes from subscriptions order by id',
    // How many there have ever been: the program sends them meanwhile, or drops one that has nothing to say any more.
    'select last_value from mails_id_seq',
    'select * from saved_papers order by subscriber_id, paper_id',
    'select * from suppressions order by 1',
    'select * from facts order by 1',
  ];
  return Promise.all(queries.map((query) => store.query(query)));
}

/** A page without what differs from answer to answer. */
export const plain = (body: string, address = 'nobody@example.org') =>
  body
    .replaceAll(address, 'ADDRESS')
    .replaceAll(encodeURIComponent(address), 'ADDRESS')
    .replace(/nonce="[^"]*"/g, '')
    .replace(/__sveltekit_\w+/g, '')
    .replace(/requestId:"[^"]*"/g, '');

/** An issue of the sample's first papers. */
export async function issueOf(subscriber: Subscriber, length: 'short' | 'full'): Promise<number> {
  const papers = await store.query<{ id: number }>('select id from papers order by id limit 5');
  const content: IssueContent = {
    title: 'Trending papers',
    path: '/trending',
    from: '2099-08-19',
    to: '2099-08-20',
    why: papers.map((_, index) => `why <${index}>`),
    more: 3,
    partial: [{ day: '2099-08-20', count: 5, usual: null }],
    length,
  };
  const [row] = await store.query<{ id: number }>(
    `insert into issues (subscription_id, day, composed_at, papers, content)
     values ($1, '2099-08-21', $2, $3::bigint[], $4::jsonb) returning id`,
    [only(subscriber).id, now, papers.map(({ id }) => id), JSON.stringify(content)],
  );
  return row?.id ?? expect.fail('no issue');
}
