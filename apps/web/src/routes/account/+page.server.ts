import { mailLink, parseAddress } from '@broadsheet/mail';
import {
  allScopes,
  createToken,
  deleteMember,
  endOtherSessions,
  endSession,
  isPassword,
  listSessions,
  listTokens,
  listWaysIn,
  memberAt,
  mostTokens,
  parseHandle,
  passwordTrouble,
  removePasskey,
  removePassword,
  renameMember,
  revokeToken,
  setPassword,
  spendAttempt,
  tidyName,
  tokenScopes,
  unlinkAccount,
  type Member,
} from '@broadsheet/people';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { WayOut } from '../../lib/way-out.ts';
import { accountSettings } from '../../lib/server/access/account-settings.ts';
import { accountsHere, headersForAccounts } from '../../lib/server/access/accounts-here.ts';
import { requireMember } from '../../lib/server/access/require-member.ts';
import { isOperator } from '../../lib/server/access/require-operator.ts';
import { deviceWords } from '../../lib/server/accounts/device-words.ts';
import { handleTrouble, nameTrouble } from '../../lib/server/accounts/new-account-form.ts';
import { providerTrouble } from '../../lib/server/accounts/provider-trouble.ts';
import { passwordOfAccount, spendOfNetwork, waitWords } from '../../lib/server/accounts/try-limits.ts';
import { now } from '../../lib/server/clock.ts';
import { library } from '../../lib/server/library.ts';
import { readField } from '../../lib/server/mail/plan-form.ts';
import { readForm } from '../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

const done: Record<string, string> = {
  name: 'Your name and handle are changed.',
  password: 'Your password is set, and all your other sessions are ended.',
  'no-password': 'Your password is taken away.',
  ended: 'That session is ended.',
  'others-ended': 'All other sessions are ended.',
  passkey: 'The passkey is kept. You can sign in by it from now on.',
  'no-passkey': 'That passkey signs nobody in any more. Remove it on your device too.',
  linked: 'The account is linked.',
  unlinked: 'The account is not linked any more.',
  revoked: 'That token is worth nothing now.',
};

export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'keep own things');
  const store = library();
  const [sessions, ways, tokens] = await Promise.all([
    // They go by the real clock, since their cookies do.
    listSessions(store, member.id, new Date()),
    listWaysIn(store, member.id),
    listTokens(store, member.id),
  ]);
  const { searchParams } = event.url;
  return {
    member,
    isNew: searchParams.has('new'),
    said: done[searchParams.get('done') ?? ''] ?? null,
    trouble: providerTrouble(searchParams.get('error')),
    isFresh: event.locals.session?.isFresh === true,
    sessions: sessions.map(({ id, network, userAgent, createdAt, seenAt }) => ({
      id,
      device: deviceWords(userAgent),
      network,
      createdAt,
      seenAt,
      isThis: id === event.locals.session?.id,
    })),
    ways,
    linkable: accountSettings.providers
      .filter(({ id }) => !ways.linked.some(({ providerId }) => providerId === id))
      .map(({ id, name }) => ({ id, name })),
    providerNames: Object.fromEntries(accountSettings.providers.map(({ id, name }) => [id, name])),
    tokens,
    mostTokens,
    scopes: Object.entries(tokenScopes).map(([name, words]) => ({ name, words })),
  };
};

/** What a form that was sent leads to, as the page shows it: which form, what was wrong with it, and what was typed. */
interface Said {
  form: 'name' | 'address' | 'password' | 'link' | 'token' | 'delete';
  /** The provider at which an account is to be linked. */
  leave?: WayOut;
  trouble?: string;
  said?: string;
  typed?: Record<string, string>;
  /** A new token, shown this once. */
  token?: string;
  outbox?: boolean;
}
const says = (said: Said) => said;
const refuse = (status: number, said: Said) => fail(status, said);

export const actions: Actions = {
  name: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const typed = { name: readField(form, 'name') ?? '', handle: readField(form, 'handle') ?? '' };
    const name = tidyName(typed.name);
    const handle = parseHandle(typed.handle);
    if (name === null || handle === null)
      return refuse(400, { form: 'name', typed, trouble: name === null ? nameTrouble : handleTrouble });
    if ((await renameMember(library(), member.id, { handle, name, now: now() })) === 'taken')
      return refuse(409, { form: 'name', typed, trouble: 'Somebody has this handle. Choose another.' });
    redirect(303, '/account?done=name');
  },
  /** Sends a link to the new address; following it is what changes it. The answer is the same for every address. */
  address: async (event) => {
    const member = requireMember(event, 'keep own things');
    const email = readField(await readForm(event.request), 'email') ?? '';
    const typed = { email };
    const address = parseAddress(email);
    if (address === null)
      return refuse(400, {
        form: 'address',
        typed,
        trouble: 'Give a mail address, such as ada@example.org.',
      });
    mustBeFresh(event);
    const wait = await spendOfNetwork(event, 'mail');
    if (wait !== null)
      return refuse(429, {
        form: 'address',
        typed,
        trouble: `Too many mails were asked for. Try again ${waitWords(wait)}.`,
      });
    // An address that has an account gets the link to that one: whoever asked learns nothing.
    const other = await memberAt(library(), address.key);
    await mailLink(library(), address, {
      kind: other === null ? 'change-address' : 'sign-in',
      email: address.key,
      memberId: other?.id ?? member.id,
      now: now(),
    });
    return says({
      form: 'address',
      said: `A mail to ${address.address} is on its way. Follow the link in it within a day; until then nothing changes.`,
      outbox: isOperator(event),
    });
  },
  password: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const password = readField(form, 'password') ?? '';
    const trouble = passwordTrouble(password, member);
    if (trouble !== null) return refuse(400, { form: 'password', trouble });
    await mustBeThemselves(event, member, readField(form, 'current'));
    await setPassword(library(), member.id, password, { keep: null, now: now() });
    // Also this one begins anew: whoever has got hold of its cookie is out.
    const accounts = await accountsHere(event);
    event.locals.cookies.push(...(await accounts.enterAs(member.id, headersForAccounts(event))).cookies);
    redirect(303, '/account?done=password');
  },
  'no-password': async (event) => {
    const member = requireMember(event, 'keep own things');
    mustBeFresh(event);
    await removePassword(library(), member.id);
    redirect(303, '/account?done=no-password');
  },
  'end-session': async (event) => {
    const member = requireMember(event, 'keep own things');
    const id = readField(await readForm(event.request), 'session') ?? '';
    if (!(await endSession(library(), member.id, id)))
      error(404, { message: 'That session is over already.' });
    redirect(303, '/account?done=ended');
  },
  'end-others': async (event) => {
    const member = requireMember(event, 'keep own things');
    await endOtherSessions(library(), member.id, event.locals.session?.id ?? null);
    redirect(303, '/account?done=others-ended');
  },
  'no-passkey': async (event) => {
    const member = requireMember(event, 'keep own things');
    const id = readField(await readForm(event.request), 'passkey') ?? '';
    mustBeFresh(event);
    if (!(await removePasskey(library(), member.id, id)))
      error(404, { message: 'There is no such passkey.' });
    redirect(303, '/account?done=no-passkey');
  },
  link: async (event) => {
    requireMember(event, 'keep own things');
    const wanted = readField(await readForm(event.request), 'provider');
    const provider = accountSettings.providers.find(({ id }) => id === wanted);
    if (provider === undefined) error(400, { message: 'Choose one of the buttons.' });
    mustBeFresh(event);
    const left = await (
      await accountsHere(event)
    ).toProvider(
      provider.id,
      { back: '/account?done=linked', trouble: '/account', link: true },
      headersForAccounts(event),
    );
    if (left === null)
      error(503, { message: `${provider.name} cannot be reached just now. Try again later.` });
    event.locals.cookies.push(...left.cookies);
    return says({ form: 'link', leave: { to: left.url, name: provider.name } });
  },
  unlink: async (event) => {
    const member = requireMember(event, 'keep own things');
    const id = readField(await readForm(event.request), 'account') ?? '';
    mustBeFresh(event);
    if (!(await unlinkAccount(library(), member.id, id)))
      error(404, { message: 'There is no such account.' });
    redirect(303, '/account?done=unlinked');
  },
  token: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    const name = tidyName(readField(form, 'name') ?? '');
    const scopes = allScopes.filter((scope) => form.getAll('scope').includes(scope));
    const days = Number(readField(form, 'days') ?? '');
    const typed = { name: readField(form, 'name') ?? '' };
    if (name === null)
      return refuse(400, {
        form: 'token',
        typed,
        trouble: 'Name the program that is to have it, so that you know it later.',
      });
    if (scopes.length === 0)
      return refuse(400, { form: 'token', typed, trouble: 'Choose at least one thing that it may do.' });
    if (![0, 30, 90, 365].includes(days))
      return refuse(400, { form: 'token', typed, trouble: 'Choose one of the times for which it is good.' });
    mustBeFresh(event);
    const at = now();
    const expiresAt = days === 0 ? null : new Date(at.getTime() + days * 86_400_000);
    const made = await createToken(library(), member.id, { name, scopes, expiresAt, now: at });
    if (made === null)
      return refuse(409, {
        form: 'token',
        typed,
        trouble: `You have ${mostTokens} tokens. Revoke one that is not used any more.`,
      });
    return says({ form: 'token', token: made.token });
  },
  'revoke-token': async (event) => {
    const member = requireMember(event, 'keep own things');
    const id = readField(await readForm(event.request), 'token') ?? '';
    if (!/^\d{1,15}$/.test(id) || !(await revokeToken(library(), member.id, Number(id))))
      error(404, { message: 'There is no such token; perhaps it was revoked already.' });
    redirect(303, '/account?done=revoked');
  },
  delete: async (event) => {
    const member = requireMember(event, 'keep own things');
    const form = await readForm(event.request);
    if (readField(form, 'sure') !== member.handle)
      return refuse(400, {
        form: 'delete',
        trouble: `To delete your account, write your handle, ${member.handle}, into the field.`,
      });
    await mustBeThemselves(event, member, readField(form, 'current'));
    if ((await deleteMember(library(), member.id)) === 'last-owner')
      return refuse(409, {
        form: 'delete',
        trouble:
          'You are the only owner of this site. Make somebody else an owner first, on the page of members.',
      });
    event.locals.cookies.push(...(await (await accountsHere(event)).leave(headersForAccounts(event))));
    redirect(303, '/sign-up?deleted');
  },
};

/** Leads whoever signed in a while ago to sign in once more, for what must not be done by whoever finds a browser open. */
function mustBeFresh({ locals }: Pick<RequestEvent, 'locals'>): void {
  if (locals.session?.isFresh !== true) redirect(303, '/sign-in?again&back=/account');
}

/** The same, but the current password does as well. */
async function mustBeThemselves(
  event: Pick<RequestEvent, 'locals'>,
  member: Member,
  password: string | null,
): Promise<void> {
  if (event.locals.session?.isFresh === true) return;
  if (password !== null && password !== '') {
    const wait = await spendAttempt(library(), passwordOfAccount, member.email, now());
    if (wait !== null)
      error(429, { message: `This was tried too often of late. Try again ${waitWords(wait)}.` });
    if (await isPassword(library(), member.id, password)) return;
    error(403, { message: 'That is not your current password. Go back and try again; nothing was changed.' });
  }
  mustBeFresh(event);
}
