import { followKinds, ruleKinds } from '@broadsheet/people';
import { z } from 'zod';
import { Paper } from './paper-schemas.ts';

const day = z.iso.date();

export const RuleJson = z
  .object({
    id: z.number().int(),
    kind: z.enum(ruleKinds),
    value: z.string().describe('In its canonical form: a word in the singular, a phrase without accents.'),
    label: z.string().describe('As it was written.'),
    until: day.nullable().describe('The last day (New York) on which it holds; null for no end.'),
    paused: z.boolean(),
    createdAt: z.iso.datetime(),
    hidden: z
      .number()
      .int()
      .describe('Papers of the last 30 days that it hides, or would hide if it were not paused.'),
  })
  .meta({ id: 'Rule' });

export const NewRuleJson = z
  .object({
    kind: z.enum(ruleKinds, { error: `Give one of ${ruleKinds.join(', ')}.` }),
    value: z
      .string({ error: 'Say what is to be hidden.' })
      .describe('A word, a phrase, an expression in RE2 syntax, a name, …'),
    until: z.string().nullish().describe('The last day on which it is to hold.'),
    paused: z.boolean().optional(),
  })
  .strict()
  .meta({ id: 'NewRule' });

export const RuleChangeJson = z
  .object({
    until: day.nullable().optional().describe('Another last day; null for no end.'),
    paused: z.boolean().optional(),
  })
  .strict()
  .meta({ id: 'RuleChange' });

export const RuleTrialJson = z
  .object({
    tried: z.number().int().describe('Papers of the newest announcement day.'),
    day: day.nullable(),
    hidden: z.array(Paper).describe('What the rule would hide of them; the first 50.'),
    total: z.number().int(),
  })
  .meta({ id: 'RuleTrial' });

export const FollowJson = z
  .object({
    id: z.number().int(),
    kind: z.enum(followKinds),
    value: z.string(),
    label: z.string(),
    toldApart: z
      .boolean()
      .describe('Of an author: whether one of those who share the name is meant, and not all of them.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Follow' });

export const FollowedPaperJson = z.object({
  paper: Paper,
  by: z
    .array(
      z.object({
        follow: z.number().int().describe('The number of what brought it.'),
        match: z
          .enum(['told', 'orcid', 'coauthor', 'field'])
          .nullable()
          .describe('Of an author who was told apart: how the paper is known to be theirs.'),
      }),
    )
    .describe('What brought it.'),
});

export const CatchUpJson = z
  .object({
    view: z.enum(['everything', 'following']),
    from: day,
    to: day,
    at: z.iso.datetime().describe('Send it back when you have caught up.'),
    since: z.iso.datetime().nullable().describe('When you last said that you had caught up.'),
    items: z
      .array(z.object({ paper: Paper, why: z.string() }))
      .describe('The best, as many as your budget allows.'),
    total: z.number().int().describe('All that is new and was not shown, without what your rules hide.'),
    hidden: z.number().int().describe('What your rules hide of it.'),
  })
  .meta({ id: 'CatchUp' });
