import { randomBytes } from 'node:crypto';
import type { Store } from '@broadsheet/papers';

const factsKey = 'account-key';

/** What signs the cookies of sessions on this installation; made at the first call and kept among the facts. */
export async function accountKey(store: Pick<Store, 'query'>): Promise<string> {
  await store.query('insert into facts (key, value) values ($1, $2::jsonb) on conflict (key) do nothing', [
    factsKey,
    JSON.stringify(randomBytes(32).toString('base64url')),
  ]);
  const [row] = await store.query<{ value: string }>('select value from facts where key = $1', [factsKey]);
  return row?.value ?? '';
}
