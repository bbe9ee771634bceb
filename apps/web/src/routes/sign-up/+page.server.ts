import { parseAddress, requestSignUpLink } from '@broadsheet/mail';
import { fail, redirect } from '@sveltejs/kit';
import { accountSettings } from '../../lib/server/access/account-settings.ts';
import { isOperator } from '../../lib/server/access/require-operator.ts';
import { spendOfNetwork, waitWords } from '../../lib/server/accounts/try-limits.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readField } from '../../lib/server/mail/plan-form.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, locals, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  if (locals.member !== null) redirect(303, '/account');
  return {
    deleted: url.searchParams.has('deleted'),
    signUp: accountSettings.signUp,
    providers: accountSettings.providers
      .map(({ id, name }) => ({ id, name }))
      .filter(({ id }) => id !== 'orcid'),
  };
};

export const actions: Actions = {
  /** Sends an address the link that makes an account. The answer is the same for every address. */
  default: async (event) => {
    const email = readField(await readForm(event.request), 'email')?.trim() ?? '';
    const typed = { email, sent: false, outbox: false };
    const address = parseAddress(email);
    if (address === null)
      return fail(400, { ...typed, trouble: 'Give a mail address, such as ada@example.org.' });
    const wait = await spendOfNetwork(event, 'mail');
    if (wait !== null) {
      event.setHeaders({ 'retry-after': String(wait) });
      return fail(429, {
        ...typed,
        trouble: `Too many mails were asked for from your network. Try again ${waitWords(wait)}.`,
      });
    }
    await requestSignUpLink(library(), address, accountSettings.signUp, now());
    return { ...typed, sent: true, outbox: isOperator(event), trouble: null };
  },
};
