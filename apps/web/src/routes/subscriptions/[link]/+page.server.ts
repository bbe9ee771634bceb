import {
  changePlan,
  deleteSubscriber,
  endSubscription,
  getSubscriber,
  listSavedPapers,
  longestPause,
  pauseSubscription,
  renewLinks,
  resumeSubscription,
  unmuteInSubscription,
  unsavePaper,
  type Subscriber,
  type Subscription,
} from '@broadsheet/mail';
import { error, fail, redirect } from '@sveltejs/kit';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { describeSubscription } from '../../../lib/server/mail/describe-subscription.ts';
import { checkPlanForm, readField, readPlanForm } from '../../../lib/server/mail/plan-form.ts';
import { subscriberBehind } from '../../../lib/server/mail/signed.ts';
import { signer } from '../../../lib/server/mail/signer.ts';
import { timeZones } from '../../../lib/server/mail/time-zones.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { renderText } from '../../../lib/server/render-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** All that an address gets, for who holds its link. */
export const load: PageServerLoad = async ({ params, url }) => {
  const subscriber = await subscriberBehind(params.link);
  const saved = await listSavedPapers(library(), subscriber.id);
  const sign = await signer();
  const at = now();
  return {
    link: params.link,
    address: subscriber.address,
    suppressed: subscriber.suppressed,
    renewed: url.searchParams.has('renewed'),
    subscriptions: subscriber.subscriptions.map((subscription) => ({
      ...describeSubscription(subscription, at),
      feed: `/subscriptions/feed/${sign.sign('feed', subscription.id, subscriber.linkEpoch)}`,
    })),
    saved: saved.map(({ id, key, title }) => ({ id, key, titleHtml: renderText(title) })),
    longestPause,
    timeZones,
  };
};

interface Asked {
  form: FormData;
  subscriber: Subscriber;
  /** The subscription that the form names. */
  subscription: Subscription;
}

/** An action on one of the subscriber's own subscriptions. It tells the page which one, and what was done. */
function onSubscription<Answer>(act: (asked: Asked) => Promise<Answer>) {
  return async ({ request, params }: { request: Request; params: { link: string } }): Promise<Answer> => {
    const subscriber = await subscriberBehind(params.link);
    const form = await readForm(request);
    const id = readField(form, 'id');
    const subscription = subscriber.subscriptions.find((one) => String(one.id) === id);
    if (subscription === undefined)
      error(404, { message: 'That subscription is not one of yours, or it is gone. Load the page again.' });
    return act({ form, subscriber, subscription });
  };
}

export const actions: Actions = {
  change: onSubscription(async ({ form, subscription: { id } }) => {
    const values = readPlanForm(form);
    const { plan, troubles } = await checkPlanForm(library(), values);
    if (plan === null) return fail(400, { id, said: '', values, troubles });
    await changePlan(library(), id, plan, now());
    return { id, said: 'Changed.' };
  }),

  pause: onSubscription(async ({ form, subscription: { id } }) => {
    const text = readField(form, 'days') ?? '';
    const days = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : Number.NaN;
    if (!(days >= 0 && days <= longestPause))
      return fail(400, { id, said: `A pause takes 1 to ${longestPause} days. Nothing was changed.` });
    await pauseSubscription(library(), id, days, now());
    return { id, said: days === 0 ? 'The pause is over.' : 'Paused.' };
  }),

  end: onSubscription(async ({ subscription: { id } }) => {
    await endSubscription(library(), id, now());
    return { id, said: 'Ended.' };
  }),

  resume: onSubscription(async ({ subscription: { id } }) => {
    await resumeSubscription(library(), id, now());
    return { id, said: 'It goes on.' };
  }),

  unmute: onSubscription(async ({ form, subscription: { id, mutes } }) => {
    const mute = mutes.find(({ kind, value }) => `${kind} ${value}` === readField(form, 'mute'));
    if (mute !== undefined) await unmuteInSubscription(library(), id, mute);
    return {
      id,
      said: mute === undefined ? 'That was not left out.' : `${mute.label} is no longer left out.`,
    };
  }),

  unsave: async ({ request, params }) => {
    const subscriber = await subscriberBehind(params.link);
    const paper = readField(await readForm(request), 'paper') ?? '';
    if (/^\d{1,15}$/.test(paper)) await unsavePaper(library(), subscriber.id, Number(paper));
    return { id: null, said: 'Taken off the list.' };
  },

  renew: async ({ params }) => {
    const { id } = await subscriberBehind(params.link);
    await renewLinks(library(), id);
    const renewed = await getSubscriber(library(), id);
    redirect(303, `/subscriptions/${(await signer()).sign('manage', id, renewed?.linkEpoch ?? 0)}?renewed`);
  },

  delete: async ({ request, params }) => {
    const { id } = await subscriberBehind(params.link);
    const sure = readField(await readForm(request), 'sure') === 'yes';
    if (!sure)
      return fail(400, { id: null, said: 'Nothing was deleted: tick the box to say that you are sure.' });
    await deleteSubscriber(library(), id);
    redirect(303, '/subscriptions?deleted');
  },
};
