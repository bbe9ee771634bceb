import { answersTo, paperDecisions, Reason, reportedKinds, reportReasons } from '@broadsheet/people';
import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';
import { count } from './parameters.ts';

const none = z.object({});
const instant = z.iso.datetime();
const badBody = { 400: 'A field does not fit; `errors` names each and what to send instead.' };
const noPaper = { 404: 'There is no such paper here.' };
const key = z.object({ key: z.string().min(1).max(500).describe('Any name of the paper, as elsewhere.') });
const reason = Reason.describe(
  'Why, in 3 to 1000 characters. It stands in the log, and who is concerned reads it.',
);
const kind = z.enum(reportedKinds, { error: 'Give paper, comment or member.' });
const done = z
  .object({ done: z.boolean().describe('False where that is how it stood already.') })
  .meta({ id: 'Decided' });

export const report = defineOperation({
  id: 'v1Report',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/reports',
  summary: 'Report something to the editors',
  description: 'Reporting the same thing again changes what was said of it, and lets it wait anew.',
  params: none,
  query: none,
  body: z
    .object({
      kind,
      id: z
        .string()
        .min(1)
        .max(500)
        .describe("Any name of a paper, a comment's number, or a member's handle without @."),
      reason: z.enum(Object.keys(reportReasons) as [keyof typeof reportReasons], {
        error: `Give one of ${Object.keys(reportReasons).join(', ')}.`,
      }),
      note: z.string().max(2000, 'Write at most 2000 characters.').default(''),
    })
    .strict()
    .meta({ id: 'NewReport' }),
  who: { action: 'report' },
  status: 202,
  answer: z.object({ filed: z.literal(true) }).meta({ id: 'FiledReport' }),
  example: {},
  errors: {
    ...badBody,
    404: 'There is no such thing here.',
    409: 'Too many of your reports wait already.',
  },
});

export const reported = defineOperation({
  id: 'v1Reported',
  surface: 'v1',
  path: '/api/v1/moderation/reports',
  summary: 'What waits for an answer',
  description: 'Reported things, those with the most reports first.',
  params: none,
  query: z.object({ limit: count(1, 200, 50).describe('Things at most.') }),
  who: { action: 'moderate' },
  answer: z
    .object({
      items: z.array(
        z.object({
          kind,
          id: z.string(),
          paper: z.string().nullable().describe('Our key of the paper that it is, or is about.'),
          text: z.string().nullable(),
          owner: z.string().nullable(),
          hidden: z.boolean(),
          reports: z.array(
            z.object({ reason: z.string(), note: z.string(), reporter: z.string().nullable(), at: instant }),
          ),
        }),
      ),
    })
    .meta({ id: 'ReportedThings' }),
  example: {},
  errors: { 400: 'A parameter does not fit.' },
});

export const answerReport = defineOperation({
  id: 'v1AnswerReports',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/moderation/reports',
  summary: 'Answer all reports of a thing',
  description: `Answers to a paper: ${answersTo.paper.join(', ')}; to a comment: ${answersTo.comment.join(', ')}; to a member: ${answersTo.member.join(', ')}.`,
  params: none,
  query: none,
  body: z
    .object({
      kind,
      id: z.string().min(1).max(100).describe('As the list has it.'),
      answer: z.enum([...new Set(Object.values(answersTo).flat())]),
      reason,
    })
    .strict()
    .meta({ id: 'ReportAnswer' }),
  who: { action: 'moderate' },
  answer: z.object({ answered: z.number().int() }).meta({ id: 'AnsweredReports' }),
  example: {},
  errors: { ...badBody, 409: 'The answer does not fit such a thing, or the member is an editor or owner.' },
});

export const decide = defineOperation({
  id: 'v1DecideOnPaper',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/papers/{key}/moderation',
  summary: 'Hide, feature or close the talk of a paper, or undo it',
  description: 'Hidden papers are found by this operation, and by no other.',
  params: key,
  query: none,
  body: z
    .object({
      decision: z.enum(paperDecisions as [(typeof paperDecisions)[number]], {
        error: `Give one of ${paperDecisions.join(', ')}.`,
      }),
      reason,
    })
    .strict()
    .meta({ id: 'PaperDecision' }),
  who: { action: 'moderate' },
  answer: done,
  example: { key: '2103.03230' },
  errors: { ...badBody, ...noPaper },
});

export const merge = defineOperation({
  id: 'v1MergePapers',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/papers/{key}/merge',
  summary: 'Make two papers one',
  description: 'The later of the two becomes part of the earlier.',
  params: key,
  query: none,
  body: z
    .object({ other: z.string().min(1).max(500).describe('Any name of the other paper.'), reason })
    .strict()
    .meta({ id: 'PaperMerge' }),
  who: { action: 'moderate' },
  answer: z.object({ key: z.string().describe('Of the paper that stays.') }).meta({ id: 'MergedPaper' }),
  example: { key: '2103.03230' },
  errors: { ...badBody, ...noPaper, 409: 'They are one already, or have names that say that they are two.' },
});

export const split = defineOperation({
  id: 'v1SplitPaper',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/papers/{key}/split',
  summary: 'Take records of a paper apart',
  description:
    'The records that are named become a paper of their own; later ones of the same names go with them.',
  params: key,
  query: none,
  body: z
    .object({
      records: z
        .array(z.object({ source: z.string().max(100), key: z.string().max(500) }).strict())
        .min(1, 'Name at least one record.')
        .max(200),
      reason,
    })
    .strict()
    .meta({ id: 'PaperSplit' }),
  who: { action: 'moderate' },
  answer: z.object({ key: z.string().describe('Of the new paper.') }).meta({ id: 'SplitPaper' }),
  example: { key: '2103.03230' },
  errors: { ...badBody, ...noPaper, 409: 'None of its records, or all of them, are named.' },
});

export const bursts = defineOperation({
  id: 'v1Bursts',
  surface: 'v1',
  path: '/api/v1/moderation/bursts',
  summary: 'Bursts of votes',
  description:
    'As /admin/votes shows them. Chances are natural logarithms: -20 is about 2 in a thousand million.',
  params: none,
  query: z.object({
    state: z
      .enum(['open', 'discounted', 'genuine'], { error: 'Give open, discounted or genuine.' })
      .default('open')
      .describe('Those that wait, or those of which an editor has spoken.'),
    limit: count(1, 200, 50).describe('Bursts at most.'),
  }),
  who: { action: 'moderate' },
  answer: z
    .object({
      items: z.array(
        z.object({
          id: z.number().int(),
          paper: z.string(),
          startsAt: instant,
          endsAt: instant,
          suspicious: z.boolean(),
          votes: z.number().int(),
          expected: z.number(),
          newcomers: z.number().int(),
          newcomerShare: z.number(),
          sameNetwork: z.number().int(),
          logTime: z.number(),
          logNewcomers: z.number(),
          logNetwork: z.number(),
          logChance: z.number(),
          voters: z.array(z.string()),
        }),
      ),
    })
    .meta({ id: 'Bursts' }),
  example: {},
  errors: { 400: 'A parameter does not fit.' },
});

export const decideBurst = defineOperation({
  id: 'v1DecideOnBurst',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/moderation/bursts/{id}',
  summary: 'Say what a burst of votes is',
  description: 'Discounted votes stay in the log and in the count, and are left out of the trending score.',
  params: z.object({
    id: z
      .string()
      .regex(/^\d{1,15}$/, 'Give the number of a burst.')
      .describe('Its number.'),
  }),
  query: none,
  body: z
    .object({
      decision: z.enum(['discount burst', 'accept burst', 'reopen burst'], {
        error: 'Give discount burst, accept burst or reopen burst.',
      }),
      reason,
    })
    .strict()
    .meta({ id: 'BurstDecision' }),
  who: { action: 'moderate' },
  answer: done,
  example: { id: '1' },
  errors: badBody,
});

export const log = defineOperation({
  id: 'v1ModerationLog',
  surface: 'v1',
  path: '/api/v1/moderation/log',
  summary: 'The moderation log',
  description: 'The newest line first, 50 at a time: who did what to what, when and why.',
  params: none,
  query: z.object({
    before: count(1, 1_000_000_000_000, 1_000_000_000_000).describe('Only lines older than this one.'),
  }),
  who: { action: 'moderate' },
  answer: z
    .object({
      items: z.array(
        z.object({
          id: z.number().int(),
          at: instant,
          kind: z.string(),
          subjectKind: z.string(),
          subjectId: z.string(),
          editor: z.string().nullable(),
          concerns: z.string().nullable(),
          reason: z.string(),
          detail: z.record(z.string(), z.string()),
        }),
      ),
    })
    .meta({ id: 'ModerationLog' }),
  example: {},
  errors: { 400: 'A parameter does not fit.' },
});

export const moderationOperations: readonly AnyOperation[] = [
  report,
  reported,
  answerReport,
  decide,
  merge,
  split,
  bursts,
  decideBurst,
  log,
];
