import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';
import { count } from './parameters.ts';

const none = z.object({});
const key = z.object({
  key: z
    .string()
    .min(1)
    .max(500)
    .describe('Our key, an arXiv id of either scheme, a DOI, or an id of another known scheme.'),
});
const noPaper = { 404: 'There is no such paper here.' };

const Vote = z
  .object({
    voted: z.boolean().describe('Whether your vote stands.'),
    votes: z.number().int().describe('All votes of the paper, as its record has them.'),
  })
  .meta({ id: 'Vote' });

export const ownVote = defineOperation({
  id: 'v1OwnVote',
  surface: 'v1',
  path: '/api/v1/papers/{key}/vote',
  summary: 'Your vote for a paper',
  description: 'Whether it stands.',
  params: key,
  query: none,
  who: { scope: 'read' },
  answer: Vote,
  example: { key: '2103.03230' },
  errors: noPaper,
});

export const castVote = defineOperation({
  id: 'v1CastVote',
  surface: 'v1',
  method: 'PUT',
  path: '/api/v1/papers/{key}/vote',
  summary: 'Vote for a paper',
  description: 'The same twice is one vote.',
  params: key,
  query: none,
  who: { action: 'vote' },
  answer: Vote,
  example: { key: '2103.03230' },
  errors: noPaper,
});

export const takeBackVote = defineOperation({
  id: 'v1TakeBackVote',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/papers/{key}/vote',
  summary: 'Take your vote back',
  description: 'Where no vote stands, nothing happens.',
  params: key,
  query: none,
  who: { action: 'vote' },
  answer: Vote,
  example: { key: '2103.03230' },
  errors: noPaper,
});

export const votes = defineOperation({
  id: 'v1Votes',
  surface: 'v1',
  path: '/api/v1/papers/{key}/votes',
  summary: 'Who voted for a paper',
  description: 'Votes cast here, the newest first, and apart from them the newest counts of other services.',
  params: key,
  query: z.object({
    limit: count(1, 200, 100).describe('Voters at most.'),
    offset: count(0, 1_000_000, 0).describe('Voters to skip.'),
  }),
  answer: z
    .object({
      votes: z.number().int().describe('The largest count of another service, and the votes cast here.'),
      cast: z.number().int().describe('Votes cast here that stand.'),
      departed: z.number().int().describe('How many of these are of members who have left.'),
      discounted: z
        .number()
        .int()
        .describe('How many of these came in a burst that an editor discounted in the trending score.'),
      voters: z.array(z.object({ handle: z.string(), name: z.string(), at: z.iso.datetime() })),
      counts: z.array(z.object({ source: z.string(), day: z.iso.date(), upvotes: z.number().int() })),
    })
    .meta({ id: 'Votes' }),
  example: { key: '2103.03230' },
  errors: { 400: 'A parameter does not fit.', ...noPaper },
});

export const voteOperations: readonly AnyOperation[] = [votes, ownVote, castVote, takeBackVote];
