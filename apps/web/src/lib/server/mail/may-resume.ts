import type { Subscription } from '@broadsheet/mail';

/** For how long the link that ended a subscription takes that back, in milliseconds: mistakes are noticed soon. */
const regret = 24 * 3_600_000;

/**
 * Whether whoever holds a subscription's link may begin it again. Later only its subscriber can, who has asked for the link
 * to all subscriptions: a mail that was passed on must not begin what somebody ended long ago.
 */
export function mayResume({ endedAt }: Pick<Subscription, 'endedAt'>, now: Date): boolean {
  return endedAt !== null && now.getTime() - endedAt.getTime() <= regret;
}
