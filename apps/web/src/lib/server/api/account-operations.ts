import { allScopes, roles } from '@broadsheet/people';
import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';

const none = z.object({});
const scopes = z.array(z.enum(allScopes));
const instant = z.iso.datetime();

const Me = z
  .object({
    handle: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    orcid: z.string().nullable(),
    scopes: scopes.nullable().describe('What this token may be used for; null for a session.'),
  })
  .meta({ id: 'Me' });

const Token = z.object({
  id: z.number().int(),
  name: z.string(),
  scopes,
  createdAt: instant,
  expiresAt: instant.nullable(),
  usedAt: instant.nullable().describe('To the hour.'),
});

export const me = defineOperation({
  id: 'v1Me',
  surface: 'v1',
  path: '/api/v1/me',
  summary: 'Who you are here',
  description: 'The account that a token belongs to, and what the token may be used for.',
  params: none,
  query: none,
  who: { scope: 'read' },
  answer: Me,
  example: {},
  errors: {},
});

export const tokens = defineOperation({
  id: 'v1Tokens',
  surface: 'v1',
  path: '/api/v1/me/tokens',
  summary: 'Your tokens',
  description:
    'Every token of your account, the newest first. What a token is, is told only when it is made.',
  params: none,
  query: none,
  who: { scope: 'account' },
  answer: z.object({ items: z.array(Token.meta({ id: 'Token' })) }).meta({ id: 'Tokens' }),
  example: {},
  errors: {},
});

export const makeToken = defineOperation({
  id: 'v1MakeToken',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/tokens',
  summary: 'Make a token',
  description:
    'The answer is the only place where the token stands. A token makes none that may do more than itself.',
  params: none,
  query: none,
  body: z
    .object({
      name: z
        .string({ error: 'Name the program that is to have it.' })
        .describe('Which program is to have it: 1 to 80 characters.'),
      scopes: scopes.min(1, 'Choose at least one scope.').describe('What it may be used for.'),
      days: z
        .number({ error: 'Give the days for which it is good, from 1 to 3650, or null for no end.' })
        .int()
        .min(1)
        .max(3650)
        .nullable()
        .describe('For how many days it is good; null for no end.'),
    })
    .strict()
    .meta({ id: 'NewToken' }),
  who: { scope: 'account' },
  status: 201,
  answer: z.object({ id: z.number().int(), token: z.string() }).meta({ id: 'MadeToken' }),
  example: {},
  errors: { 400: 'A field does not fit; `errors` names each.', 409: 'There are too many tokens already.' },
});

export const revoke = defineOperation({
  id: 'v1RevokeToken',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/me/tokens/{id}',
  summary: 'Revoke a token',
  description: 'From then on it is worth nothing. A token may revoke itself.',
  params: z.object({
    id: z
      .string()
      .regex(/^\d{1,15}$/, 'Give the number of a token.')
      .describe('Its number, as the list has it.'),
  }),
  query: none,
  who: { scope: 'account' },
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { 400: 'That is no number.', 404: 'You have no such token.' },
});

export const accountOperations: readonly AnyOperation[] = [me, tokens, makeToken, revoke];
