import { parseAddress, requestSubscription, type SubscriptionPlan } from '@broadsheet/mail';
import { fail } from '@sveltejs/kit';
import type { PlanForm, PlanTroubles } from '../../lib/plan-form.ts';
import { addressOf } from '../../lib/server/access/address-of.ts';
import { isOperator } from '../../lib/server/access/require-operator.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { addressKey } from '../../lib/server/limits/address-key.ts';
import { aboutPlan } from '../../lib/server/mail/about-plan.ts';
import { nextMail, type NextMail } from '../../lib/server/mail/next-mail.ts';
import { checkPlanForm, readField, readPlanForm } from '../../lib/server/mail/plan-form.ts';
import { timeZones } from '../../lib/server/mail/time-zones.ts';
import { readForm } from '../../lib/server/read-form.ts';
import { siteUrl } from '../../lib/server/site-url.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the page shows: a form with what was typed, and what came of it. */
interface Shown {
  values: PlanForm;
  email: string;
  troubles: PlanTroubles;
  preview: NextMail | null;
  /** This network has asked too often. */
  refused: boolean;
  /** What was asked for, where a mail is on its way. */
  taken: ReturnType<typeof aboutPlan> | null;
  /** Mails are not sent anywhere: the reader may look at them here. */
  outbox: boolean;
}

const untouched = { email: '', troubles: {}, preview: null, refused: false, taken: null, outbox: false };

/** The form, with the choices that the query string holds; `preview` in it shows the next mail of them. */
export const load: PageServerLoad = async ({ url, request, locals }) => {
  const values = readPlanForm(url.searchParams);
  const shown: Shown = { values, ...untouched, email: locals.member?.email ?? '' };
  // A form that is sent brings its own choices.
  if (request.method === 'GET' && url.searchParams.has('preview')) {
    const { plan, troubles } = await checkPlanForm(library(), values);
    shown.troubles = troubles ?? {};
    shown.preview = plan === null ? null : await nextMail(plan, siteUrl(url), locals.member);
  }
  return { shown, timeZones };
};

export const actions: Actions = {
  /**
   * Shows the next mail (`do=preview`), which changes nothing and keeps the address out of the address bar; or takes the
   * wish to subscribe. The answer to that is the same for every address.
   */
  default: async (event) => {
    const form = await readForm(event.request);
    const values = readPlanForm(form);
    const email = readField(form, 'email') ?? '';
    const typed: Shown = { values, ...untouched, email };
    const { plan, troubles } = await checkPlanForm(library(), values);
    if (form.get('do') === 'preview') {
      if (plan === null) return fail(400, { shown: { ...typed, troubles } });
      return { shown: { ...typed, preview: await nextMail(plan, siteUrl(event.url), event.locals.member) } };
    }
    const address = parseAddress(email);
    if (plan === null || address === null) {
      const wrong =
        address === null ? { email: 'Give a mail address, such as ada@example.org.' } : ({} as PlanTroubles);
      return fail(400, { shown: { ...typed, troubles: { ...troubles, ...wrong } } });
    }
    const { member } = event.locals;
    if (plan.wish.kind === 'following' && address.key !== member?.email) {
      const own =
        member === null
          ? 'Sign in first: what you follow hangs on your account.'
          : `It goes to the address of your account alone: ${member.email}.`;
      return fail(400, { shown: { ...typed, troubles: { email: own } } });
    }
    const network = addressKey(addressOf(event));
    const answer = await requestSubscription(library(), { address, plan, network, now: now() });
    if (answer === 'too-many') {
      event.setHeaders({ 'retry-after': '3600' });
      return fail(429, { shown: { ...typed, refused: true } });
    }
    return { shown: taken(typed, plan, isOperator(event)) };
  },
};

function taken(typed: Shown, plan: SubscriptionPlan, outbox: boolean): Shown {
  return { ...typed, taken: aboutPlan(plan), outbox };
}
