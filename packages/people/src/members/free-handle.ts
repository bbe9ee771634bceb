import type { Store } from '@broadsheet/papers';
import { handleAfter, parseHandle } from './handle.ts';

/** A handle after a name that nobody has: `ada`, else `ada-2`, `ada-3` … */
export async function freeHandle({ query }: Pick<Store, 'query'>, name: string): Promise<string> {
  const first = handleAfter(name);
  const rows = await query<{ handle: string }>(
    `select handle from members where handle = $1 or handle ~ ('^' || $1 || '-[0-9]+$')`,
    [first],
  );
  const taken = new Set(rows.map(({ handle }) => handle));
  if (!taken.has(first) && parseHandle(first) !== null) return first;
  let number = 2;
  while (taken.has(`${first}-${number}`)) number++;
  return `${first}-${number}`;
}
