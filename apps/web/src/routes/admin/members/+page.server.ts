import { mailLink, parseAddress } from '@broadsheet/mail';
import {
  changeRole,
  deleteMember,
  listInvitations,
  listMembers,
  makeLink,
  memberAt,
  membersPerPage,
  roles,
  takeBackInvitation,
} from '@broadsheet/people';
import { error, fail, redirect } from '@sveltejs/kit';
import { accountSettings } from '../../../lib/server/access/account-settings.ts';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { isOperator } from '../../../lib/server/access/require-operator.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { readField } from '../../../lib/server/mail/plan-form.ts';
import { signer } from '../../../lib/server/mail/signer.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import { siteUrl } from '../../../lib/server/site-url.ts';
import type { Actions, PageServerLoad } from './$types';

const done: Record<string, string> = {
  role: 'The role is changed.',
  removed: 'The account is deleted, with all that was its own.',
  'taken-back': 'That invitation lets nobody in any more.',
};

/** Accounts and invitations, for owners. */
export const load: PageServerLoad = async (event) => {
  const member = requireMember(event, 'manage members');
  const { searchParams } = event.url;
  const find = (searchParams.get('find') ?? '').slice(0, 200);
  const page = Math.min(10_000, Math.max(1, Math.trunc(Number(searchParams.get('page'))) || 1));
  const [listed, invitations] = await Promise.all([
    listMembers(library(), { page, find }),
    listInvitations(library(), now()),
  ]);
  return {
    ...listed,
    ownId: member.id,
    find,
    page,
    pages: Math.max(1, Math.ceil(listed.total / membersPerPage)),
    invitations,
    roles,
    signUp: accountSettings.signUp,
    said: done[searchParams.get('done') ?? ''] ?? null,
  };
};

const lastOwner = 'This is the only owner. Make somebody else an owner first.';

export const actions: Actions = {
  /** Invites by mail, or where no address is given makes a link to hand over. */
  invite: async (event) => {
    const member = requireMember(event, 'manage members');
    const form = await readForm(event.request);
    const email = readField(form, 'email')?.trim() ?? '';
    const role = roles.find((known) => known === readField(form, 'role'));
    const address = email === '' ? null : parseAddress(email);
    if (role === undefined) return fail(400, { email, trouble: 'Choose a role of the list.' });
    if (email !== '' && address === null)
      return fail(400, { email, trouble: 'Give a mail address, such as ada@example.org, or none.' });
    const invitation = { kind: 'invitation' as const, role, invitedBy: member.id, now: now() };
    if (address === null) {
      const id = await makeLink(library(), invitation);
      return { link: `${siteUrl(event.url)}/sign-in/link/${(await signer()).sign('account', id)}` };
    }
    if ((await memberAt(library(), address.key)) !== null)
      return fail(409, { email, trouble: 'This address has an account already. Change its role below.' });
    const sent = await mailLink(library(), address, { ...invitation, email: address.key });
    if (sent === null)
      return fail(429, { email, trouble: 'This address got five mails in the last hour. Try again later.' });
    return { invited: address.address, outbox: isOperator(event) };
  },
  'take-back': async (event) => {
    requireMember(event, 'manage members');
    const id = readField(await readForm(event.request), 'invitation') ?? '';
    if (!/^\d{1,15}$/.test(id) || !(await takeBackInvitation(library(), Number(id))))
      error(404, { message: 'That invitation was followed or taken back already.' });
    redirect(303, '/admin/members?done=taken-back');
  },
  role: async (event) => {
    requireMember(event, 'manage members');
    const form = await readForm(event.request);
    const role = roles.find((known) => known === readField(form, 'role'));
    if (role === undefined) return fail(400, { email: '', trouble: 'Choose a role of the list.' });
    const answer = await changeRole(library(), readField(form, 'member') ?? '', role, now());
    if (answer === 'unknown') error(404, { message: 'There is no such account.' });
    if (answer === 'last-owner') return fail(409, { email: '', trouble: lastOwner });
    redirect(303, '/admin/members?done=role');
  },
  remove: async (event) => {
    const owner = requireMember(event, 'manage members');
    const form = await readForm(event.request);
    const id = readField(form, 'member') ?? '';
    if (readField(form, 'sure') !== 'yes')
      return fail(400, { email: '', trouble: 'Tick the box to delete an account; nothing was deleted.' });
    if (id === owner.id) redirect(303, '/account#delete');
    if (event.locals.session?.isFresh !== true) redirect(303, '/sign-in?again&back=/admin/members');
    const answer = await deleteMember(library(), id);
    if (answer === 'unknown') error(404, { message: 'There is no such account.' });
    if (answer === 'last-owner') return fail(409, { email: '', trouble: lastOwner });
    redirect(303, '/admin/members?done=removed');
  },
};
