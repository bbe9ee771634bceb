import type { Store } from '@broadsheet/papers';

/** A passkey, as its owner sees it. */
export interface Passkey {
  id: string;
  name: string;
  /** `singleDevice`, or `multiDevice` for one that is kept in step between machines. */
  deviceType: string;
  createdAt: Date | null;
}

/** An account elsewhere by which somebody signs in. */
export interface LinkedAccount {
  id: string;
  providerId: string;
  accountId: string;
  createdAt: Date;
}

/** By what somebody can sign in, beside the link by mail. */
export interface WaysIn {
  password: boolean;
  passkeys: Passkey[];
  linked: LinkedAccount[];
}

export async function listWaysIn({ query }: Pick<Store, 'query'>, memberId: string): Promise<WaysIn> {
  const accounts = await query<LinkedAccount>(
    `select id, provider_id as "providerId", account_id as "accountId", created_at as "createdAt"
       from linked_accounts where member_id = $1 order by created_at, id`,
    [memberId],
  );
  const passkeys = await query<Passkey>(
    `select id, coalesce(name, 'Passkey') as name, device_type as "deviceType", created_at as "createdAt"
       from passkeys where member_id = $1 order by created_at, id`,
    [memberId],
  );
  return {
    password: accounts.some(({ providerId }) => providerId === 'credential'),
    passkeys,
    linked: accounts.filter(({ providerId }) => providerId !== 'credential'),
  };
}

/** Takes a passkey away; false where somebody has no such one. */
export async function removePasskey(
  { query }: Pick<Store, 'query'>,
  memberId: string,
  id: string,
): Promise<boolean> {
  const rows = await query('delete from passkeys where member_id = $1 and id = $2 returning id', [
    memberId,
    id,
  ]);
  return rows.length > 0;
}

/** Takes the link to an account elsewhere away, and with ORCID the proof of who they are there. */
export async function unlinkAccount(store: Store, memberId: string, id: string): Promise<boolean> {
  return store.transaction(async ({ query }) => {
    const [removed] = await query<{ provider: string }>(
      `delete from linked_accounts where member_id = $1 and id = $2 and provider_id <> 'credential'
       returning provider_id as provider`,
      [memberId, id],
    );
    if (removed?.provider === 'orcid')
      await query('update members set orcid = null where id = $1', [memberId]);
    return removed !== undefined;
  });
}
