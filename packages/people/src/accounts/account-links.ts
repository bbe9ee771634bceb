import type { Store } from '@broadsheet/papers';
import { roles, type Role } from '../members/member.ts';

/** What a link does when it is followed. */
export type LinkKind =
  /** Signs in. */
  | 'sign-in'
  /** Makes an account, for whoever has proved their address by it. */
  | 'sign-up'
  /** Makes an account with a role that an owner has chosen. */
  | 'invitation'
  /** Makes the first owner of an installation that has none. */
  | 'owner'
  /** Gives an account another address. */
  | 'change-address'
  /** Nothing: its mail says that the address has no account. */
  | 'unknown';

/** For how long links work, in milliseconds. */
export const linkLasts: Record<LinkKind, number> = {
  'sign-in': 30 * 60_000,
  'sign-up': 24 * 3_600_000,
  invitation: 7 * 24 * 3_600_000,
  owner: 24 * 3_600_000,
  'change-address': 24 * 3_600_000,
  unknown: 30 * 60_000,
};

/** A link that lets somebody in once. Its address is a signature over its number, so that nothing here opens anything. */
export interface AccountLink {
  id: number;
  kind: LinkKind;
  /** The address that following it proves; null for a link that was handed over otherwise. */
  email: string | null;
  memberId: string | null;
  role: Role | null;
  createdAt: Date;
  expiresAt: Date;
}

export interface NewAccountLink {
  kind: LinkKind;
  email?: string | null;
  memberId?: string | null;
  role?: Role | null;
  invitedBy?: string | null;
  now: Date;
}

/** Makes a link. @returns Its number, to be signed. */
export async function makeLink(
  { query }: Pick<Store, 'query'>,
  { kind, email = null, memberId = null, role = null, invitedBy = null, now }: NewAccountLink,
): Promise<number> {
  const [row] = await query<{ id: number }>(
    `insert into account_links (kind, email, member_id, role, invited_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [kind, email, memberId, role, invitedBy, now, new Date(now.getTime() + linkLasts[kind])],
  );
  if (row === undefined) throw new Error('The store kept no link.');
  return row.id;
}

/** A link that can still be followed; null for one that was used, has expired, or was taken back. */
export async function getLink(
  { query }: Pick<Store, 'query'>,
  id: number,
  now: Date,
): Promise<AccountLink | null> {
  const [row] = await query<Omit<AccountLink, 'role'> & { role: string | null }>(
    `select id, kind, email, member_id as "memberId", role, created_at as "createdAt", expires_at as "expiresAt"
       from account_links where id = $1 and used_at is null and expires_at > $2`,
    [id, now],
  );
  return row === undefined ? null : { ...row, role: roles.find((role) => role === row.role) ?? null };
}

/** Uses a link up; false where somebody was quicker. Call it before, and in one transaction with, what it permits. */
export async function useLink({ query }: Pick<Store, 'query'>, id: number, now: Date): Promise<boolean> {
  const rows = await query(
    'update account_links set used_at = $2 where id = $1 and used_at is null and expires_at > $2 returning id',
    [id, now],
  );
  return rows.length > 0;
}

/** An invitation that nobody has followed yet, as owners see it. */
export interface Invitation {
  id: number;
  email: string | null;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
}

/** Invitations that are still good, the newest first. */
export function listInvitations({ query }: Pick<Store, 'query'>, now: Date): Promise<Invitation[]> {
  return query<Invitation>(
    `select id, email, role, created_at as "createdAt", expires_at as "expiresAt" from account_links
      where kind = 'invitation' and used_at is null and expires_at > $1 order by id desc limit 500`,
    [now],
  );
}

/** Takes an invitation back; false where it is gone already. */
export async function takeBackInvitation({ query }: Pick<Store, 'query'>, id: number): Promise<boolean> {
  const rows = await query(
    `delete from account_links where id = $1 and kind = 'invitation' and used_at is null returning id`,
    [id],
  );
  return rows.length > 0;
}

/**
 * Makes the link by which the first owner comes in; older ones are worth nothing from then on.
 * @returns Its number; null where there is an owner.
 */
export async function makeOwnerLink(store: Store, now: Date): Promise<number | null> {
  return store.transaction(async ({ query }) => {
    const owners = await query(`select from members where role = 'owner' limit 1`);
    if (owners.length > 0) return null;
    await query(`delete from account_links where kind = 'owner' and used_at is null`);
    return makeLink({ query }, { kind: 'owner', role: 'owner', now });
  });
}
