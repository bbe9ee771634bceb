import { endSubscription } from '@broadsheet/mail';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { aboutPlan } from '../../../lib/server/mail/about-plan.ts';
import { mayResume } from '../../../lib/server/mail/may-resume.ts';
import { subscriptionBehind } from '../../../lib/server/mail/signed.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the link would end, for a button that does it. Looking at it changes nothing: programs look at all links in mails. */
export const load: PageServerLoad = async ({ params }) => {
  const subscription = await subscriptionBehind(params.link);
  return {
    about: aboutPlan(subscription.plan),
    ended: subscription.endedAt !== null,
    resumable: mayResume(subscription, now()),
  };
};

export const actions: Actions = {
  /**
   * Ends the subscription: for the page's button, and for the one click of mail programs, whose providers send
   * `List-Unsubscribe=One-Click` without cookie or origin and follow no redirect (RFC 8058). The second time changes
   * nothing, and is answered the same.
   */
  default: async ({ params }) => {
    const { id } = await subscriptionBehind(params.link);
    await endSubscription(library(), id, now());
    return { ended: true };
  },
};
