import { resumeSubscription } from '@broadsheet/mail';
import { error, redirect } from '@sveltejs/kit';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { mayResume } from '../../../../lib/server/mail/may-resume.ts';
import { subscriptionBehind } from '../../../../lib/server/mail/signed.ts';
import type { RequestHandler } from './$types';

/** Begins a subscription again that was just ended by mistake. */
export const POST: RequestHandler = async ({ params }) => {
  const subscription = await subscriptionBehind(params.link);
  if (subscription.endedAt !== null) {
    if (!mayResume(subscription, now()))
      error(409, {
        message:
          'This subscription was ended more than a day ago. The page of all your subscriptions takes that back.',
      });
    await resumeSubscription(library(), subscription.id, now());
  }
  redirect(303, `/unsubscribe/${params.link}`);
};
