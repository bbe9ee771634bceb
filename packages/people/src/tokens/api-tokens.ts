import { randomBytes } from 'node:crypto';
import type { Store } from '@broadsheet/papers';
import { tokenDigest } from '../accounts/token-digest.ts';
import type { Member } from '../members/member.ts';
import { allScopes, type TokenScope } from './token-scopes.ts';

/** A token as its owner sees it later: what it is stays with whoever was shown it. */
export interface ApiToken {
  id: number;
  name: string;
  scopes: TokenScope[];
  createdAt: Date;
  /** null for one that does not expire. */
  expiresAt: Date | null;
  /** To the hour; null for one that was never used. */
  usedAt: Date | null;
}

/** How many tokens somebody may have. */
export const mostTokens = 50;

/** With what every token begins, so that people and scanners of leaks know it for one. */
export const tokenPrefix = 'bs_';

export interface NewApiToken {
  /** 1 to 80 characters. */
  name: string;
  scopes: readonly TokenScope[];
  expiresAt: Date | null;
  now: Date;
}

/**
 * Makes a token: 256 random bits behind `bs_`. It is told this once and kept as its digest.
 * @returns null where somebody has `mostTokens` already.
 */
export async function createToken(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  { name, scopes, expiresAt, now }: NewApiToken,
): Promise<{ token: string; id: number } | null> {
  const token = `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
  const [row] = await query<{ id: number }>(
    `insert into api_tokens (member_id, name, hash, scopes, created_at, expires_at)
     select $1, $2, $3, $4::text[], $5, $6
      where (select count(*) from api_tokens where member_id = $1) < $7 returning id`,
    [memberId, name, tokenDigest(token), scopes, now, expiresAt, mostTokens],
  );
  return row === undefined ? null : { token, id: row.id };
}

/** Somebody's tokens, the newest first. */
export async function listTokens({ query }: Pick<Store, 'query'>, memberId: string): Promise<ApiToken[]> {
  return query<ApiToken>(
    `select id, name, scopes, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
       from api_tokens where member_id = $1 order by id desc`,
    [memberId],
  );
}

/** Makes a token worth nothing; false where somebody has no such one. */
export async function revokeToken(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  id: number,
): Promise<boolean> {
  const rows = await query('delete from api_tokens where member_id = $1 and id = $2 returning id', [
    memberId,
    id,
  ]);
  return rows.length > 0;
}

/** Who a token belongs to and what it may be used for; null where it is none, has expired or was revoked. */
export async function readToken(
  { query }: Pick<Store, 'query'>,
  token: string,
  now: Date,
): Promise<{ member: Member; scopes: TokenScope[] } | null> {
  if (!/^bs_[\w-]{43}$/.test(token)) return null;
  const [row] = await query<Member & { tokenId: number; scopes: string[]; usedAt: Date | null }>(
    `select m.id, m.handle, m.name, m.email, m.role, m.orcid, t.id as "tokenId", t.scopes, t.used_at as "usedAt"
       from api_tokens t join members m on m.id = t.member_id
      where t.hash = $1 and (t.expires_at is null or t.expires_at > $2)`,
    [tokenDigest(token), now],
  );
  if (row === undefined) return null;
  const { tokenId, scopes, usedAt, ...member } = row;
  if (usedAt === null || now.getTime() - usedAt.getTime() >= 3_600_000)
    await query('update api_tokens set used_at = $2 where id = $1', [tokenId, now]);
  return { member, scopes: allScopes.filter((scope) => scopes.includes(scope)) };
}
