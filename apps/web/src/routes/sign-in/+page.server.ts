import { parseAddress, requestSignInLink } from '@broadsheet/mail';
import { forgiveAttempts, spendAttempt } from '@broadsheet/people';
import { fail, redirect } from '@sveltejs/kit';
import type { WayOut } from '../../lib/way-out.ts';
import { accountSettings } from '../../lib/server/access/account-settings.ts';
import { accountsHere, headersForAccounts } from '../../lib/server/access/accounts-here.ts';
import { isOperator } from '../../lib/server/access/require-operator.ts';
import { backPath } from '../../lib/server/accounts/back-path.ts';
import { enter } from '../../lib/server/accounts/enter.ts';
import { providerTrouble } from '../../lib/server/accounts/provider-trouble.ts';
import { passwordOfAccount, spendOfNetwork, waitWords } from '../../lib/server/accounts/try-limits.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readField } from '../../lib/server/mail/plan-form.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, locals, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const back = backPath(url.searchParams.get('back'));
  const again = url.searchParams.has('again');
  // Who is signed in already has no business here, unless they are to prove once more who they are.
  if (locals.member !== null && !again && !url.searchParams.has('error')) redirect(303, back);
  return {
    back,
    again: again && locals.member !== null,
    address: again ? (locals.member?.email ?? '') : '',
    providers: accountSettings.providers.map(({ id, name }) => ({ id, name })),
    signUp: accountSettings.signUp,
    trouble: providerTrouble(url.searchParams.get('error')),
  };
};

/** What a form that was sent leads to. */
interface Shown {
  email: string;
  back: string;
  trouble: string | null;
  /** A mail is on its way. */
  sent: boolean;
  /** Mails are not sent anywhere: the reader may look at them here. */
  outbox: boolean;
  /** Where the browser is sent. */
  leave: WayOut | null;
}
const untouched = { trouble: null, sent: false, outbox: false, leave: null };

const wrong = 'This address and password do not belong together. Try again, or have a link sent to you.';

export const actions: Actions = {
  /** Signs in by address and password. Which of the two was wrong is not told, and neither is whether there is such an account. */
  password: async (event) => {
    const form = await readForm(event.request);
    const email = readField(form, 'email')?.trim() ?? '';
    const password = readField(form, 'password') ?? '';
    const typed: Shown = { email, back: backPath(readField(form, 'back')), ...untouched };
    if (password === '')
      return fail(400, { ...typed, trouble: 'Give your password, or have a link sent to you.' });
    const wait =
      (await spendOfNetwork(event, 'password')) ??
      (await spendAttempt(library(), passwordOfAccount, email, now()));
    if (wait !== null) {
      event.setHeaders({ 'retry-after': String(wait) });
      return fail(429, {
        ...typed,
        trouble: `This was tried too often of late. A password is looked at again ${waitWords(wait)}; a link by mail works meanwhile.`,
      });
    }
    const accounts = await accountsHere(event);
    const headers = headersForAccounts(event);
    const entered = await accounts.enterByPassword({ email, password }, headers);
    if (entered === null) return fail(400, { ...typed, trouble: wrong });
    await forgiveAttempts(library(), passwordOfAccount, email);
    // The session that the browser had, if any, ends: nobody who knows it stays signed in by it.
    if (event.locals.session !== null) await accounts.leave(headers);
    enter(event, entered);
    redirect(303, typed.back);
  },
  /** Sends a link that signs in. The answer is the same for every address. */
  link: async (event) => {
    const form = await readForm(event.request);
    const email = readField(form, 'email')?.trim() ?? '';
    const typed: Shown = { email, back: backPath(readField(form, 'back')), ...untouched };
    const address = parseAddress(email);
    if (address === null)
      return fail(400, { ...typed, trouble: 'Give your mail address, such as ada@example.org.' });
    const wait = await spendOfNetwork(event, 'mail');
    if (wait !== null) {
      event.setHeaders({ 'retry-after': String(wait) });
      return fail(429, {
        ...typed,
        trouble: `Too many mails were asked for from your network. Try again ${waitWords(wait)}.`,
      });
    }
    await requestSignInLink(library(), address, now());
    return { ...typed, sent: true, outbox: isOperator(event) };
  },
  /** Sends the browser to a provider that the operator has set. */
  provider: async (event) => {
    const form = await readForm(event.request);
    const back = backPath(readField(form, 'back'));
    const wanted = readField(form, 'provider');
    const provider = accountSettings.providers.find(({ id }) => id === wanted);
    const typed: Shown = { email: '', back, ...untouched };
    if (provider === undefined) return fail(400, { ...typed, trouble: 'Choose one of the buttons.' });
    const left = await (
      await accountsHere(event)
    ).toProvider(provider.id, { back, trouble: '/sign-in', link: false }, headersForAccounts(event));
    if (left === null)
      return fail(503, {
        ...typed,
        trouble: `${provider.name} cannot be reached just now. Sign in another way.`,
      });
    event.locals.cookies.push(...left.cookies);
    return { ...typed, leave: { to: left.url, name: provider.name } };
  },
};
