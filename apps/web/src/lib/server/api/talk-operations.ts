import { reactionNames } from '@broadsheet/people';
import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';
import { count } from './parameters.ts';

const none = z.object({});
const instant = z.iso.datetime();
const key = z
  .string()
  .min(1)
  .max(500)
  .describe('Our key, an arXiv id of either scheme, a DOI, or an id of another known scheme.');
const id = z
  .string()
  .regex(/^\d{1,15}$/, 'Give the number of a comment.')
  .describe('Its number.');
const before = z
  .string()
  .regex(/^\d{1,15}$/, 'Give the number of the last comment that you have.')
  .optional()
  .describe('Only comments older than the one of this number, for the next page.');
const text = z
  .string({ error: 'Say something.' })
  .max(40_000)
  .describe('Markdown, with formulas between dollar signs; 1 to 10,000 characters.');

const badParameter = { 400: 'A parameter does not fit; `errors` names each and what to send instead.' };
const noComment = { 404: 'There is no such comment.' };
const closed = { 409: 'An editor has closed this talk, or what was meant is gone.' };
const quick = { 429: 'You write more than one may; Retry-After says for how many seconds.' };

export const Comment = z
  .object({
    id: z.number().int(),
    url: z.url().describe('Where it stands, and will stand.'),
    paper: z.string().describe('Key of the paper that it is about.'),
    parent: z.number().int().nullable().describe('What it answers.'),
    author: z
      .object({ handle: z.string(), name: z.string(), isPaperAuthor: z.boolean(), isEditor: z.boolean() })
      .nullable()
      .describe('null where the account is gone.'),
    text: z.string().describe('Markdown, as it was written.'),
    html: z.string().describe('The same as safe HTML, formulas as MathML; its links are whole.'),
    createdAt: instant,
    editedAt: instant.nullable(),
    removed: z.enum(['author', 'editor']).nullable().describe('Who removed it; it has no text then.'),
    reactions: z.array(z.object({ reaction: z.enum(reactionNames), count: z.number().int() })),
  })
  .meta({ id: 'Comment' });

const Comments = z.object({ items: z.array(Comment) }).meta({ id: 'Comments' });

export const comments = defineOperation({
  id: 'v1Comments',
  surface: 'v1',
  path: '/api/v1/comments',
  summary: 'What is being said, newest first',
  description: 'Comments on all papers, or of one member.',
  params: none,
  query: z.object({
    limit: count(1, 200, 50).describe('Comments at most.'),
    before,
    handle: z
      .string()
      .regex(/^[a-z0-9_-]{2,30}$/, 'Give a handle, without its @.')
      .optional()
      .describe('Whose.'),
  }),
  answer: Comments,
  example: { limit: '5' },
  errors: badParameter,
  paged: true,
});

export const paperComments = defineOperation({
  id: 'v1PaperComments',
  surface: 'v1',
  path: '/api/v1/papers/{key}/comments',
  summary: 'The talk about a paper, newest first',
  description: 'A flat list: `parent` says what a comment answers. Removed comments are left out.',
  params: z.object({ key }),
  query: z.object({ limit: count(1, 200, 50).describe('Comments at most.'), before }),
  answer: Comments,
  example: { key: '2103.03230' },
  errors: { ...badParameter, 404: 'There is no such paper here.' },
  paged: true,
});

export const writePaperComment = defineOperation({
  id: 'v1WriteComment',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/papers/{key}/comments',
  summary: 'Say something about a paper',
  description:
    'The same words under the same comment within ten minutes are taken once, so that a request may be sent again.',
  params: z.object({ key }),
  query: none,
  body: z
    .object({
      text,
      parent: z.number().int().positive().nullable().default(null).describe('What it answers.'),
    })
    .strict()
    .meta({ id: 'NewComment' }),
  who: { action: 'comment' },
  status: 201,
  answer: Comment,
  example: { key: '2103.03230' },
  errors: { ...badParameter, 404: 'There is no such paper here.', ...closed, ...quick },
});

export const comment = defineOperation({
  id: 'v1Comment',
  surface: 'v1',
  path: '/api/v1/comments/{id}',
  summary: 'One comment',
  description: 'Also a removed one, without its words.',
  params: z.object({ id }),
  query: none,
  answer: Comment,
  example: { id: '1' },
  errors: { ...badParameter, ...noComment },
});

export const changeComment = defineOperation({
  id: 'v1ChangeComment',
  surface: 'v1',
  method: 'PATCH',
  path: '/api/v1/comments/{id}',
  summary: 'Change your comment',
  description: 'What it said before stays in its history, for all to see.',
  params: z.object({ id }),
  query: none,
  body: z.object({ text }).strict().meta({ id: 'ChangedComment' }),
  who: { action: 'comment' },
  answer: Comment,
  example: { id: '1' },
  errors: { ...badParameter, 404: 'You have no such comment.', ...closed },
});

export const removeComment = defineOperation({
  id: 'v1RemoveComment',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/comments/{id}',
  summary: 'Remove your comment',
  description: 'Its words and their history are erased. Where it has answers, an empty place stays.',
  params: z.object({ id }),
  query: none,
  who: { action: 'comment' },
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { ...badParameter, 404: 'You have no such comment.' },
});

export const history = defineOperation({
  id: 'v1CommentHistory',
  surface: 'v1',
  path: '/api/v1/comments/{id}/history',
  summary: 'What a comment said before',
  description: 'Every version, the newest first, as differences to the one before.',
  params: z.object({ id }),
  query: none,
  answer: z
    .object({
      items: z.array(
        z.object({
          version: z.number().int(),
          writtenAt: instant,
          runs: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
        }),
      ),
    })
    .meta({ id: 'CommentHistory' }),
  example: { id: '1' },
  errors: { ...badParameter, ...noComment },
});

const reacting = {
  surface: 'v1',
  path: '/api/v1/comments/{id}/reactions/{reaction}',
  params: z.object({
    id,
    reaction: z
      .enum(reactionNames, { error: `Give one of ${reactionNames.join(', ')}.` })
      .describe('Which sign.'),
  }),
  query: none,
  who: { action: 'comment' },
  status: 204,
  answer: z.null(),
  example: { id: '1', reaction: 'agree' },
  errors: { ...badParameter, 404: 'There is no such comment, or it is your own.' },
} as const;

export const react = defineOperation({
  ...reacting,
  id: 'v1React',
  method: 'PUT',
  summary: 'Give a sign to a comment',
  description: 'Giving it twice gives it once.',
});

export const unreact = defineOperation({
  ...reacting,
  id: 'v1Unreact',
  method: 'DELETE',
  summary: 'Take a sign back',
  description: 'Taking back what was not given changes nothing.',
});

export const followTalkOperation = defineOperation({
  id: 'v1FollowTalk',
  surface: 'v1',
  method: 'PUT',
  path: '/api/v1/papers/{key}/talk/notices',
  summary: 'Follow the talk about a paper, or turn its notices off',
  description:
    '`on`: of every comment; `own`: of answers and mentions; `off`: of nothing. By mail, gathered, at most once an hour.',
  params: z.object({ key }),
  query: none,
  body: z
    .object({ state: z.enum(['on', 'own', 'off'], { error: 'Give on, own or off.' }) })
    .strict()
    .meta({ id: 'TalkNotices' }),
  who: { action: 'keep own things' },
  status: 204,
  answer: z.null(),
  example: { key: '2103.03230' },
  errors: { ...badParameter, 404: 'There is no such paper here.' },
});

export const talkOperations: readonly AnyOperation[] = [
  comments,
  paperComments,
  writePaperComment,
  comment,
  changeComment,
  removeComment,
  history,
  react,
  unreact,
  followTalkOperation,
];
