import type { Store } from '@broadsheet/papers';
import type { Member } from './member.ts';

export const memberColumns = 'id, handle, name, email, role, orcid';

/** Somebody by their id; null where nobody has it. */
export function getMember(store: Pick<Store, 'query'>, id: string): Promise<Member | null> {
  return find(store, 'id', id);
}

/** Somebody by their handle, in lower case and without its @. */
export function memberCalled(store: Pick<Store, 'query'>, handle: string): Promise<Member | null> {
  return find(store, 'handle', handle);
}

/** Somebody by their mail address, in lower case (`addressKey` of packages/mail). */
export function memberAt(store: Pick<Store, 'query'>, email: string): Promise<Member | null> {
  return find(store, 'email', email);
}

async function find(
  { query }: Pick<Store, 'query'>,
  column: 'id' | 'handle' | 'email',
  value: string,
): Promise<Member | null> {
  const [row] = await query<Member>(`select ${memberColumns} from members where ${column} = $1`, [value]);
  return row ?? null;
}
