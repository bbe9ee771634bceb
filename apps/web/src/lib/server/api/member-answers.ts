import { mailLink, parseAddress } from '@broadsheet/mail';
import type { Store } from '@broadsheet/papers';
import {
  changeRole,
  deleteMember,
  listInvitations,
  listMembers,
  makeLink,
  memberAt,
  memberCalled,
  parseHandle,
  takeBackInvitation,
  type Member,
} from '@broadsheet/people';
import { signer } from '../mail/signer.ts';
import { siteUrl } from '../site-url.ts';
import type {
  changeMember,
  invitations,
  invite,
  members,
  removeMember,
  takeBack,
} from './member-operations.ts';
import { askedBy, type Answerer } from './operation.ts';
import { ApiProblem } from './problem.ts';

export const answerMembers: Answerer<typeof members> = async ({ query }, { store }) => {
  const { total, members: listed } = await listMembers(store, { page: query.page, find: query.find ?? '' });
  return {
    body: {
      total,
      items: listed.map(({ handle, name, email, role, orcid, createdAt, seenAt }) => ({
        handle,
        name,
        email,
        role,
        orcid,
        createdAt: createdAt.toISOString(),
        seenAt: seenAt?.toISOString() ?? null,
      })),
    },
  };
};

export const answerChangeMember: Answerer<typeof changeMember> = async ({ params, body }, { store, now }) => {
  const member = await called(store, params.handle);
  const answer = await changeRole(store, member.id, body.role, now);
  if (answer === 'last-owner') throw lastOwner();
  if (answer === 'unknown') throw nobody();
  return { body: { handle: member.handle, role: body.role } };
};

export const answerRemoveMember: Answerer<typeof removeMember> = async ({ params }, asking) => {
  const member = await called(asking.store, params.handle);
  if (member.id === askedBy(asking).id)
    throw new ApiProblem(
      409,
      'This is your own account',
      'Delete it on your account page, which makes sure that it is you.',
    );
  const answer = await deleteMember(asking.store, member.id);
  if (answer === 'last-owner') throw lastOwner();
  if (answer === 'unknown') throw nobody();
  return { body: null };
};

export const answerInvitations: Answerer<typeof invitations> = async (_, { store, now }) => ({
  body: {
    items: (await listInvitations(store, now)).map(({ createdAt, expiresAt, ...invitation }) => ({
      ...invitation,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  },
});

export const answerInvite: Answerer<typeof invite> = async ({ body }, asking) => {
  const { store, now, url } = asking;
  const invitation = { kind: 'invitation' as const, role: body.role, invitedBy: askedBy(asking).id, now };
  if (body.email === null) {
    const id = await makeLink(store, invitation);
    return { body: { id, link: `${siteUrl(url)}/sign-in/link/${(await signer()).sign('account', id)}` } };
  }
  const address = parseAddress(body.email);
  if (address === null) {
    const remedy = 'Give a mail address, such as ada@example.org, or null.';
    throw new ApiProblem(400, 'The request has a field that does not fit.', `email: ${remedy}`, [
      { field: 'email', remedy },
    ]);
  }
  if ((await memberAt(store, address.key)) !== null)
    throw new ApiProblem(
      409,
      'There is an account already',
      'This address has an account. Change its role instead.',
    );
  const id = await mailLink(store, address, { ...invitation, email: address.key });
  if (id === null)
    throw new ApiProblem(
      409,
      'Too many mails',
      'This address got five mails in the last hour. Try again later.',
    );
  return { body: { id, link: null } };
};

export const answerTakeBack: Answerer<typeof takeBack> = async ({ params }, { store }) => {
  if (!(await takeBackInvitation(store, Number(params.id))))
    throw new ApiProblem(
      404,
      'No such invitation',
      'It was followed or taken back already. GET /api/v1/invitations lists them.',
    );
  return { body: null };
};

async function called(store: Pick<Store, 'query'>, text: string): Promise<Member> {
  const handle = parseHandle(text);
  const member = handle === null ? null : await memberCalled(store, handle);
  if (member === null) throw nobody();
  return member;
}

function nobody(): ApiProblem {
  return new ApiProblem(404, 'No such account', 'Nobody has this handle. GET /api/v1/members lists all.');
}

function lastOwner(): ApiProblem {
  return new ApiProblem(409, 'The only owner', 'Make somebody else an owner first.');
}
