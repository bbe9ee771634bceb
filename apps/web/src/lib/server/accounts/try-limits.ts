import { spendAttempt, type AttemptLimit } from '@broadsheet/people';
import type { RequestEvent } from '@sveltejs/kit';
import { addressOf } from '../access/address-of.ts';
import { now } from '../clock.ts';
import { library } from '../library.ts';
import { addressKey } from '../limits/address-key.ts';

const quarter = 900;

/** How often a password may be tried: for one account, and from one network, in a quarter of an hour. */
export const passwordOfAccount: AttemptLimit = { what: 'password', tries: 10, seconds: quarter };
const passwordOfNetwork: AttemptLimit = { what: 'password from', tries: 30, seconds: quarter };
/** How many mails one network may ask for in an hour. A reading group behind one address may sign up together. */
const mailOfNetwork: AttemptLimit = { what: 'mail from', tries: 30, seconds: 3600 };
const passkeyOfNetwork: AttemptLimit = { what: 'passkey from', tries: 60, seconds: quarter };
const linkOfNetwork: AttemptLimit = { what: 'link from', tries: 60, seconds: quarter };

const ofNetwork = {
  password: passwordOfNetwork,
  mail: mailOfNetwork,
  passkey: passkeyOfNetwork,
  link: linkOfNetwork,
};

/** Counts a try from this network. @returns null, or after how many seconds it may try again. */
export function spendOfNetwork(
  event: Pick<RequestEvent, 'getClientAddress'>,
  what: keyof typeof ofNetwork,
): Promise<number | null> {
  return spendAttempt(library(), ofNetwork[what], addressKey(addressOf(event)), now());
}

/** `in 12 minutes`. */
export function waitWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 1 ? 'in a minute' : `in ${minutes} minutes`;
}
