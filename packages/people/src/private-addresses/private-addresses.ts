import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '@broadsheet/papers';

/** An address at which whoever has it reads a member's own view. The secret itself is known only when it is made. */
export interface PrivateAddress {
  id: number;
  /** Path and query of the view, as the member reads it: `/following`, `/search?q=…`. */
  view: string;
  /** As the member calls it. Hostile until escaped. */
  label: string;
  createdAt: Date;
}

/** Most private addresses of a member. */
export const mostPrivateAddresses = 50;

const columns = `id, view, label, created_at as "createdAt"`;

/**
 * Makes a private address.
 * @returns It, and its secret: 43 letters, digits, `-` and `_` (256 bits), which nobody can be told again. null where there is no room.
 */
export async function makePrivateAddress(
  store: Store,
  memberId: string,
  { view, label }: Pick<PrivateAddress, 'view' | 'label'>,
  now: Date,
): Promise<{ address: PrivateAddress; secret: string } | null> {
  const secret = randomBytes(32).toString('base64url');
  const address = await store.transaction(async ({ query }) => {
    await query('select from members where id = $1 for update', [memberId]);
    const [row] = await query<PrivateAddress>(
      `insert into private_addresses (member_id, view, label, secret_hash, created_at)
       select $1, $2, $3, $4, $5
        where (select count(*) from private_addresses where member_id = $1) < ${mostPrivateAddresses}
       returning ${columns}`,
      [memberId, view, label, hashOf(secret), now],
    );
    return row ?? null;
  });
  return address === null ? null : { address, secret };
}

/** A member's private addresses, the newest first. */
export function listPrivateAddresses(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<PrivateAddress[]> {
  return store.query<PrivateAddress>(
    `select ${columns} from private_addresses where member_id = $1 order by id desc`,
    [memberId],
  );
}

/** Makes an address worth nothing, at once. @returns Whether the member had it. */
export async function revokePrivateAddress(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
): Promise<boolean> {
  const rows = await store.query(
    'delete from private_addresses where member_id = $1 and id = $2 returning id',
    [memberId, id],
  );
  return rows.length > 0;
}

/** Whose view a secret opens; null where it opens none. */
export async function openPrivateAddress(
  store: Pick<Store, 'query'>,
  secret: string,
): Promise<(PrivateAddress & { memberId: string }) | null> {
  if (!/^[\w-]{43}$/.test(secret)) return null;
  const [row] = await store.query<PrivateAddress & { memberId: string }>(
    `select ${columns}, member_id as "memberId" from private_addresses where secret_hash = $1`,
    [hashOf(secret)],
  );
  return row ?? null;
}

/** A random secret of 256 bits needs no slow hash: it cannot be guessed. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
