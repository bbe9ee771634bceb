import { roles } from '@broadsheet/people';
import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';
import { count } from './parameters.ts';

const none = z.object({});
const instant = z.iso.datetime();
const who = { action: 'manage members' } as const;
const role = z.enum(roles, { error: `Give one of ${roles.join(', ')}.` });
const handle = z.string().min(1).max(40).describe('The handle, with or without its @.');

const MemberRecord = z
  .object({
    handle: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    orcid: z.string().nullable(),
    createdAt: instant,
    seenAt: instant.nullable(),
  })
  .meta({ id: 'Member' });

export const members = defineOperation({
  id: 'v1Members',
  surface: 'v1',
  path: '/api/v1/members',
  summary: 'Accounts of this site',
  description: 'For owners: accounts, owners first, then by handle; 100 a page.',
  params: none,
  query: z.object({
    page: count(1, 10_000, 1).describe('Which page, from 1.'),
    find: z.string().max(200).optional().describe('Part of a handle, name or address.'),
  }),
  who,
  answer: z.object({ total: z.number().int(), items: z.array(MemberRecord) }).meta({ id: 'Members' }),
  example: {},
  errors: { 400: 'A parameter does not fit; `errors` names each.' },
});

export const changeMember = defineOperation({
  id: 'v1ChangeMember',
  surface: 'v1',
  method: 'PATCH',
  path: '/api/v1/members/{handle}',
  summary: 'Give somebody another role',
  description: 'For owners. The last owner stays one.',
  params: z.object({ handle }),
  query: none,
  body: z
    .object({ role: role.describe('The new role.') })
    .strict()
    .meta({ id: 'MemberChange' }),
  who,
  answer: z.object({ handle: z.string(), role: z.enum(roles) }).meta({ id: 'ChangedMember' }),
  example: { handle: 'ada' },
  errors: { 400: 'The role does not fit.', 404: 'Nobody has this handle.', 409: 'This is the only owner.' },
});

export const removeMember = defineOperation({
  id: 'v1RemoveMember',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/members/{handle}',
  summary: 'Delete an account',
  description:
    'For owners: deletes somebody’s account with all that is their own. Your own is deleted on your account page.',
  params: z.object({ handle }),
  query: none,
  who,
  status: 204,
  answer: z.null(),
  example: { handle: 'ada' },
  errors: { 404: 'Nobody has this handle.', 409: 'This is your own account, or the only owner.' },
});

const Invitation = z.object({
  id: z.number().int(),
  email: z.string().nullable(),
  role: z.enum(roles),
  createdAt: instant,
  expiresAt: instant,
});

export const invitations = defineOperation({
  id: 'v1Invitations',
  surface: 'v1',
  path: '/api/v1/invitations',
  summary: 'Invitations that nobody has followed yet',
  description: 'For owners, the newest first.',
  params: none,
  query: none,
  who,
  answer: z.object({ items: z.array(Invitation.meta({ id: 'Invitation' })) }).meta({ id: 'Invitations' }),
  example: {},
  errors: {},
});

export const invite = defineOperation({
  id: 'v1Invite',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/invitations',
  summary: 'Invite somebody',
  description:
    'For owners: by mail, or without an address by a link that is handed over and told this once. Good for a week.',
  params: none,
  query: none,
  body: z
    .object({
      email: z.string().max(254).nullable().describe('Whom to send it to; null for a link.'),
      role: role.describe('What the new account becomes.'),
    })
    .strict()
    .meta({ id: 'NewInvitation' }),
  who,
  status: 201,
  answer: z
    .object({ id: z.number().int(), link: z.url().nullable().describe('null where a mail brings it.') })
    .meta({ id: 'MadeInvitation' }),
  example: {},
  errors: {
    400: 'A field does not fit; `errors` names each.',
    409: 'The address has an account already.',
  },
});

export const takeBack = defineOperation({
  id: 'v1TakeBackInvitation',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/invitations/{id}',
  summary: 'Take an invitation back',
  description: 'For owners. Its link lets nobody in any more.',
  params: z.object({
    id: z
      .string()
      .regex(/^\d{1,15}$/, 'Give the number of an invitation.')
      .describe('Its number, as the list has it.'),
  }),
  query: none,
  who,
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { 400: 'That is no number.', 404: 'It was followed or taken back already.' },
});

export const memberOperations: readonly AnyOperation[] = [
  members,
  changeMember,
  removeMember,
  invitations,
  invite,
  takeBack,
];
