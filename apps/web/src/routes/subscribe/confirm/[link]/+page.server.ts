import { confirmSubscription, getSubscriber } from '@broadsheet/mail';
import { fail } from '@sveltejs/kit';
import { addressOf } from '../../../../lib/server/access/address-of.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { addressKey } from '../../../../lib/server/limits/address-key.ts';
import { aboutPlan } from '../../../../lib/server/mail/about-plan.ts';
import { momentWords } from '../../../../lib/server/mail/mail-words.ts';
import { planFormOf } from '../../../../lib/server/mail/plan-form.ts';
import { requestBehind } from '../../../../lib/server/mail/signed.ts';
import { signer } from '../../../../lib/server/mail/signer.ts';
import type { Actions, PageServerLoad } from './$types';

/** What would be subscribed to, for a button that does it. */
export const load: PageServerLoad = async ({ params }) => {
  const { address, plan, expiresAt, confirmedAt } = await requestBehind(params.link);
  return {
    address,
    about: aboutPlan(plan),
    standing: expiresAt < now() ? 'expired' : confirmedAt === null ? 'open' : 'confirmed',
    until: momentWords(expiresAt, plan.cadence.timeZone),
    /** The same choices again. */
    again: `/subscribe?${new URLSearchParams({ ...planFormOf(plan) })}`,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const request = await requestBehind(event.params.link);
    const at = now();
    // Whoever finds an old mail must not be led to what its reader gets today.
    if (request.expiresAt < at) return fail(410);
    const network = addressKey(addressOf(event));
    const confirmed = await confirmSubscription(library(), request.id, { network, now: at });
    const subscriber = confirmed && (await getSubscriber(library(), confirmed.subscriberId));
    if (confirmed === null || subscriber === null) return fail(410);
    const begun = subscriber.subscriptions.find(({ id }) => id === confirmed.subscriptionId);
    return {
      first: begun?.nextAt ? momentWords(begun.nextAt, begun.plan.cadence.timeZone) : null,
      manage: `/subscriptions/${(await signer()).sign('manage', subscriber.id, subscriber.linkEpoch)}`,
    };
  },
};
