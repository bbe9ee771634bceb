import { catchUpViews, followKinds } from '@broadsheet/people';
import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';
import { count, words } from './parameters.ts';
import {
  CatchUpJson,
  FollowedPaperJson,
  FollowJson,
  NewRuleJson,
  RuleChangeJson,
  RuleJson,
  RuleTrialJson,
} from './reading-schemas.ts';

const none = z.object({});
const own = { action: 'keep own things' } as const;
const badField = { 400: 'A field does not fit; `errors` names each and what to send instead.' };
const number = (what: string) =>
  z.object({
    id: z
      .string()
      .regex(/^\d{1,15}$/, 'Give a number, as the list has it.')
      .describe(`The number of ${what}.`),
  });
const view = z
  .enum(catchUpViews, { error: `Give ${catchUpViews.join(' or ')}.` })
  .default('everything')
  .describe('`following` has what you follow alone.');

export const rules = defineOperation({
  id: 'v1Rules',
  surface: 'v1',
  path: '/api/v1/me/rules',
  summary: 'Your mute rules',
  description:
    'The newest first, each with how much it hides. They hold in every list that the API gives you, as on the pages.',
  params: none,
  query: none,
  who: { scope: 'read' },
  answer: z
    .object({
      items: z.array(RuleJson),
      papers: z.number().int().describe('Papers of the last 30 days.'),
    })
    .meta({ id: 'Rules' }),
  example: {},
  errors: {},
});

export const addRuleOperation = defineOperation({
  id: 'v1AddRule',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/rules',
  summary: 'Hide something',
  description:
    'Words hide singular and plural, phrases any case, accents and hyphens; expressions have the syntax of RE2, in any case. A rule ' +
    'that you have already is not doubled: it takes the new end.',
  params: none,
  query: none,
  body: NewRuleJson,
  who: own,
  status: 201,
  answer: RuleJson,
  example: {},
  errors: { ...badField, 409: 'There is no room for another.' },
});

export const tryRuleOperation = defineOperation({
  id: 'v1TryRule',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/rules/trial',
  summary: 'Try a rule before you keep it',
  description: 'What it would hide of the papers of the newest announcement day. Nothing is kept.',
  params: none,
  query: none,
  body: NewRuleJson,
  who: { scope: 'read' },
  answer: RuleTrialJson,
  example: {},
  errors: badField,
});

export const changeRuleOperation = defineOperation({
  id: 'v1ChangeRule',
  surface: 'v1',
  method: 'PATCH',
  path: '/api/v1/me/rules/{id}',
  summary: 'Pause a rule, or give it another end',
  description: 'What is left out stays as it is.',
  params: number('a rule'),
  query: none,
  body: RuleChangeJson,
  who: own,
  answer: RuleJson,
  example: { id: '1' },
  errors: { ...badField, 404: 'You have no such rule.' },
});

export const deleteRuleOperation = defineOperation({
  id: 'v1DeleteRule',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/me/rules/{id}',
  summary: 'Delete a rule',
  description: 'What it hid is seen again.',
  params: number('a rule'),
  query: none,
  who: own,
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { ...badField, 404: 'You have no such rule.' },
});

export const follows = defineOperation({
  id: 'v1Follows',
  surface: 'v1',
  path: '/api/v1/me/follows',
  summary: 'What you follow',
  description: 'Authors, venues, categories, searches and people, the newest first.',
  params: none,
  query: none,
  who: { scope: 'read' },
  answer: z.object({ items: z.array(FollowJson) }).meta({ id: 'Follows' }),
  example: {},
  errors: {},
});

export const addFollowOperation = defineOperation({
  id: 'v1Follow',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/follows',
  summary: 'Follow something',
  description:
    'Of an author whose name several people bear, `papers` says which: some papers of theirs. Without it all who bear the name are ' +
    'followed.',
  params: none,
  query: none,
  body: z
    .object({
      kind: z.enum(followKinds, { error: `Give one of ${followKinds.join(', ')}.` }),
      value: words(1000).describe('A name or its key, a venue, a category, a query, or a handle.'),
      papers: z
        .array(words(500))
        .max(50)
        .optional()
        .describe('Of an author: papers, by any name, that are theirs.'),
    })
    .strict()
    .meta({ id: 'NewFollow' }),
  who: own,
  status: 201,
  answer: FollowJson,
  example: {},
  errors: { ...badField, 409: 'There is no room for another.' },
});

export const deleteFollowOperation = defineOperation({
  id: 'v1Unfollow',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/me/follows/{id}',
  summary: 'Stop following something',
  description: 'What came of it stays where it is.',
  params: number('what you follow'),
  query: none,
  who: own,
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { ...badField, 404: 'You do not follow it.' },
});

export const correctFollowOperation = defineOperation({
  id: 'v1CorrectFollow',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/follows/{id}/corrections',
  summary: 'Say whether a paper is by the author whom you follow',
  description: 'For names that several people bear: “not this one”. Later papers are told apart by it.',
  params: number('an author whom you follow'),
  query: none,
  body: z
    .object({
      paper: words(500).describe('The paper, by any of its names.'),
      theirs: z.boolean({ error: 'Give true or false.' }),
    })
    .strict()
    .meta({ id: 'FollowCorrection' }),
  who: own,
  answer: FollowJson,
  example: { id: '1' },
  errors: { ...badField, 404: 'You follow no such author, or the paper is not under the name.' },
});

export const following = defineOperation({
  id: 'v1Following',
  surface: 'v1',
  path: '/api/v1/me/following',
  summary: 'What is new of what you follow',
  description: 'Of the last two weeks, the newest day first, without what your rules hide.',
  params: none,
  query: z.object({
    limit: count(1, 200, 50).describe('Papers a page.'),
    offset: count(0, 100_000, 0).describe('Papers to skip.'),
  }),
  who: { scope: 'read' },
  answer: z
    .object({
      items: z.array(FollowedPaperJson),
      total: z.number().int(),
      hidden: z.number().int().describe('What your rules hide of it.'),
      limit: z.number().int(),
      offset: z.number().int(),
    })
    .meta({ id: 'Following' }),
  example: {},
  errors: badField,
  paged: true,
});

export const catchUpOperation = defineOperation({
  id: 'v1CatchUp',
  surface: 'v1',
  path: '/api/v1/me/catch-up',
  summary: 'What you missed',
  description:
    'The best of what is new since you caught up, by trending score and by what you follow. Asking moves nothing: send `at`, `to` ' +
    'and the papers back by POST when you have read them.',
  params: none,
  query: z.object({ view }),
  who: { scope: 'read' },
  answer: CatchUpJson,
  example: {},
  errors: badField,
});

export const caughtUpOperation = defineOperation({
  id: 'v1CaughtUp',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/catch-up',
  summary: 'Say that you have caught up',
  description:
    'The next catch-up begins there, and shows none of these papers again. It only moves forwards.',
  params: none,
  query: none,
  body: z
    .object({
      view,
      at: z.iso.datetime({ error: 'Give the instant that the catch-up came with.' }),
      to: z.iso.date({ error: 'Give the day that the catch-up came with.' }),
      papers: z.array(words(500)).max(200).describe('What was shown, by any of their names.'),
    })
    .strict()
    .meta({ id: 'CaughtUp' }),
  who: own,
  status: 204,
  answer: z.null(),
  example: {},
  errors: badField,
});

export const readingOperations: readonly AnyOperation[] = [
  rules,
  addRuleOperation,
  tryRuleOperation,
  changeRuleOperation,
  deleteRuleOperation,
  follows,
  addFollowOperation,
  deleteFollowOperation,
  correctFollowOperation,
  following,
  catchUpOperation,
  caughtUpOperation,
];
