import type { Store } from '@broadsheet/papers';
import { makeLink, memberAt, type NewAccountLink, type SignUpPolicy } from '@broadsheet/people';
import type { MailAddress } from '../subscriptions/address.ts';

/** Mails about accounts to one address in an hour; what is asked for beyond is not answered by mail, and looks the same. */
const mailsPerHour = 5;

/**
 * Sends an address the link that signs in, or where it has no account a mail that says so. The answer is the same for every
 * address, and so is the work.
 */
export async function requestSignInLink(store: Store, address: MailAddress, now: Date): Promise<void> {
  const member = await memberAt(store, address.key);
  await mailLink(store, address, {
    kind: member === null ? 'unknown' : 'sign-in',
    email: address.key,
    memberId: member?.id ?? null,
    now,
  });
}

/**
 * Sends an address the link that makes an account; where it has one, the link that signs in; and where nobody new is let in,
 * a mail that says so.
 */
export async function requestSignUpLink(
  store: Store,
  address: MailAddress,
  signUp: SignUpPolicy,
  now: Date,
): Promise<void> {
  const member = await memberAt(store, address.key);
  const stranger = signUp === 'open' ? 'sign-up' : 'unknown';
  await mailLink(store, address, {
    kind: member === null ? stranger : 'sign-in',
    email: address.key,
    memberId: member?.id ?? null,
    role: member === null && signUp === 'open' ? 'member' : null,
    now,
  });
}

/**
 * Makes a link and puts the mail with it into the queue.
 * @returns The link's number; null where the address got too many of late.
 */
export async function mailLink(
  store: Store,
  address: MailAddress,
  link: NewAccountLink,
): Promise<number | null> {
  return store.transaction(async ({ query }) => {
    // Two requests at once would both be the last that is allowed.
    await query('select pg_advisory_xact_lock(hashtext($1))', [`account mail ${address.key}`]);
    const [sent] = await query<{ count: number }>(
      `select count(*)::int as count from mails where kind = 'account' and address_key = $1 and created_at > $2`,
      [address.key, new Date(link.now.getTime() - 3_600_000)],
    );
    if ((sent?.count ?? 0) >= mailsPerHour) return null;
    const id = await makeLink({ query }, link);
    await query(
      `insert into mails (kind, account_link_id, address, address_key, domain, created_at, next_try_at)
       values ('account', $1, $2, $3, $4, $5, $5)`,
      [id, address.address, address.key, address.domain, link.now],
    );
    return id;
  });
}
