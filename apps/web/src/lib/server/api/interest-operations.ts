import { FeedSettings, PlaceReason, resets } from '@broadsheet/people';
import { z } from 'zod';
import { defineOperation, type AnyOperation } from './operation.ts';
import { Paper } from './paper-schemas.ts';
import { Day } from './parameters.ts';

const none = z.object({});
const instant = z.iso.datetime();
const mine = { action: 'keep own things' } as const;
const badField = { 400: 'A field does not fit; `errors` names each.' };
const noInterest = { 404: 'You have no such interest.' };
const id = z
  .string()
  .regex(/^\d{1,15}$/, 'Give the number of an interest.')
  .describe('Its number, as the list has it.');
const verdict = z.enum(['more', 'less'], { error: 'Give more or less.' });

const FeedItem = z
  .object({
    position: z.number().int().describe('From 1.'),
    paper: Paper,
    why: z.string().describe('Why it is here, in a sentence.'),
    reason: PlaceReason.describe('Why it is here, in numbers: the parts add up to the total.'),
    interest: z
      .number()
      .int()
      .nullable()
      .describe('The interest that brought it, and that learns from an answer.'),
    answer: verdict.nullable(),
  })
  .meta({ id: 'FeedItem' });

const Feed = z.object({ day: z.iso.date(), items: z.array(FeedItem) }).meta({ id: 'Feed' });

export const feed = defineOperation({
  id: 'v1Feed',
  surface: 'v1',
  path: '/api/v1/me/feed',
  summary: 'Your feed of a day',
  description:
    'What is new for your interests, each paper once whatever the day, with its reasons. Today’s is made when it is first asked ' +
    'for and stays the same for the day; earlier ones are as they were made.',
  params: none,
  query: z.object({ day: Day.optional().describe('Of which day; today without it.') }),
  who: { scope: 'read' },
  answer: Feed,
  example: {},
  errors: badField,
});

export const remake = defineOperation({
  id: 'v1RemakeFeed',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/feed',
  summary: 'Make today’s feed anew',
  description: 'After what you have said since. What you have answered stays in it.',
  params: none,
  query: none,
  who: mine,
  answer: Feed,
  example: {},
  errors: {},
});

export const answerInFeed = defineOperation({
  id: 'v1AnswerInFeed',
  surface: 'v1',
  method: 'PUT',
  path: '/api/v1/me/feed/answers',
  summary: 'More like this, or not this',
  description: 'Says so of a paper that your feed has shown. The interest that brought it learns from it.',
  params: none,
  query: none,
  body: z
    .object({
      paper: z
        .string({ error: 'Name a paper.' })
        .min(1)
        .max(500)
        .describe('Its key, or another of its names.'),
      answer: verdict.nullable().describe('null takes back what was said.'),
    })
    .strict()
    .meta({ id: 'FeedAnswer' }),
  who: mine,
  answer: z.object({ paper: z.string(), answer: verdict.nullable() }).meta({ id: 'KeptFeedAnswer' }),
  example: {},
  errors: {
    ...badField,
    404: 'Your feed has not shown that paper.',
    409: 'The interest has learnt from as many papers as it can.',
  },
});

const Settings = FeedSettings.meta({ id: 'FeedSettings' });

export const feedSettings = defineOperation({
  id: 'v1FeedSettings',
  surface: 'v1',
  path: '/api/v1/me/feed-settings',
  summary: 'How your feed is mixed',
  description: 'The sliders, each from 0 to 100.',
  params: none,
  query: none,
  who: { scope: 'read' },
  answer: Settings,
  example: {},
  errors: {},
});

export const changeFeedSettings = defineOperation({
  id: 'v1ChangeFeedSettings',
  surface: 'v1',
  method: 'PUT',
  path: '/api/v1/me/feed-settings',
  summary: 'Change how your feed is mixed',
  description: 'All of it at once; what is left out is as usual. It holds from the next feed on.',
  params: none,
  query: none,
  body: FeedSettings.meta({ id: 'NewFeedSettings' }),
  who: mine,
  answer: Settings,
  example: {},
  errors: badField,
});

const Interest = z
  .object({
    id: z.number().int(),
    name: z.string(),
    weight: z.number().int().describe('0 (rests) to 100.'),
    more: z.number().int().describe('Examples of what it wants more of.'),
    less: z.number().int().describe('Examples of what it does not want.'),
    createdAt: instant,
    changedAt: instant,
  })
  .meta({ id: 'Interest' });

const Example = z
  .object({
    id: z.number().int(),
    verdict,
    origin: z.enum(['seed', 'feedback']),
    kind: z.enum(['paper', 'author', 'text']),
    paper: z.string().nullable().describe('Key of the paper, where it is one.'),
    author: z.string().nullable().describe('Key of the author, where it is one.'),
    title: z.string(),
    text: z.string().describe('What a text says; empty for papers and authors.'),
  })
  .meta({ id: 'InterestExample' });

const Given = {
  papers: z
    .string()
    .max(400_000)
    .default('')
    .describe(
      'Ids and addresses of papers, or the text of a BibTeX or RIS file; 50 papers are read at once.',
    ),
  authors: z.array(z.string().max(300)).max(50).default([]).describe('Names of authors.'),
  text: z.string().max(20_000).default('').describe('In your own words.'),
};

const Unread = z.array(z.object({ position: z.string(), text: z.string(), reason: z.string() }));

export const interests = defineOperation({
  id: 'v1Interests',
  surface: 'v1',
  path: '/api/v1/me/interests',
  summary: 'Your interests',
  description: 'Each is learnt by itself and has its places in the feed.',
  params: none,
  query: none,
  who: { scope: 'read' },
  answer: z.object({ items: z.array(Interest) }).meta({ id: 'Interests' }),
  example: {},
  errors: {},
});

export const beginInterest = defineOperation({
  id: 'v1BeginInterest',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/interests',
  summary: 'Begin an interest',
  description: 'From papers, authors or a text. What could not be read is listed, and the rest counts.',
  params: none,
  query: none,
  body: z
    .object({
      name: z.string({ error: 'Give the interest a name.' }).max(200).describe('1 to 80 characters.'),
      weight: z.number().int().min(0).max(100).default(50).describe('0 (rests) to 100.'),
      ...Given,
    })
    .strict()
    .meta({ id: 'NewInterest' }),
  who: mine,
  status: 201,
  answer: z
    .object({ id: z.number().int(), examples: z.number().int(), unread: Unread })
    .meta({ id: 'BegunInterest' }),
  example: {},
  errors: { ...badField, 409: 'The name is taken, or there are too many interests.' },
});

export const resetOwnInterests = defineOperation({
  id: 'v1ResetInterests',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/me/interests',
  summary: 'Forget what your feed follows from',
  description: 'Everything, or only what you said of papers in the feed, or only what the feed has shown.',
  params: none,
  query: z.object({
    what: z.enum(resets, { error: 'Give everything, feedback or shown.' }).describe('What is forgotten.'),
  }),
  who: mine,
  status: 204,
  answer: z.null(),
  example: { what: 'shown' },
  errors: badField,
});

export const interest = defineOperation({
  id: 'v1Interest',
  surface: 'v1',
  path: '/api/v1/me/interests/{id}',
  summary: 'One of your interests',
  description: 'With what it learns from, the newest first.',
  params: z.object({ id }),
  query: none,
  who: { scope: 'read' },
  answer: Interest.extend({ examples: z.array(Example) }).meta({ id: 'InterestRecord' }),
  example: { id: '1' },
  errors: { ...badField, ...noInterest },
});

export const changeOwnInterest = defineOperation({
  id: 'v1ChangeInterest',
  surface: 'v1',
  method: 'PATCH',
  path: '/api/v1/me/interests/{id}',
  summary: 'Rename or weigh an interest',
  description: 'What is left out stays as it is.',
  params: z.object({ id }),
  query: none,
  body: z
    .object({
      name: z.string().max(200).optional(),
      weight: z.number().int().min(0).max(100).optional().describe('0 (rests) to 100.'),
    })
    .strict()
    .meta({ id: 'InterestChange' }),
  who: mine,
  answer: Interest,
  example: { id: '1' },
  errors: { ...badField, ...noInterest, 409: 'The name is taken.' },
});

export const deleteOwnInterest = defineOperation({
  id: 'v1DeleteInterest',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/me/interests/{id}',
  summary: 'Delete an interest',
  description: 'With all that it was learnt from.',
  params: z.object({ id }),
  query: none,
  who: mine,
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { ...badField, ...noInterest },
});

export const learnFrom = defineOperation({
  id: 'v1LearnFrom',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/interests/{id}/examples',
  summary: 'Let an interest learn from more',
  description:
    'Papers, authors or a text that are like it, or that are not. What is there already takes the new verdict.',
  params: z.object({ id }),
  query: none,
  body: z
    .object({ verdict: verdict.default('more'), ...Given })
    .strict()
    .meta({ id: 'NewExamples' }),
  who: mine,
  answer: z
    .object({ added: z.number().int(), changed: z.number().int(), full: z.number().int(), unread: Unread })
    .meta({ id: 'LearntFrom' }),
  example: { id: '1' },
  errors: { ...badField, ...noInterest },
});

export const forgetExample = defineOperation({
  id: 'v1ForgetExample',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/me/interests/{id}/examples/{example}',
  summary: 'Take an example away',
  description: 'The interest is learnt without it from then on.',
  params: z.object({
    id,
    example: z
      .string()
      .regex(/^\d{1,15}$/, 'Give the number of an example.')
      .describe('Its number.'),
  }),
  query: none,
  who: mine,
  status: 204,
  answer: z.null(),
  example: { id: '1', example: '1' },
  errors: { ...badField, 404: 'You have no such example.' },
});

export const profile = defineOperation({
  id: 'v1InterestProfile',
  surface: 'v1',
  path: '/api/v1/me/interests/profile',
  summary: 'Your interests to take along',
  description:
    'All interests with what they learn from, and how the feed is mixed, as another installation takes it in.',
  params: none,
  query: none,
  who: { scope: 'read' },
  answer: z
    .looseObject({
      format: z.literal('broadsheet-interests-1'),
      settings: Settings,
      interests: z.array(z.looseObject({ name: z.string() })),
    })
    .meta({ id: 'InterestProfile' }),
  example: {},
  errors: {},
});

export const takeProfile = defineOperation({
  id: 'v1TakeInterestProfile',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/me/interests/profile',
  summary: 'Take interests in',
  description:
    'Beside those that are there; of the same name they become one. A bad entry costs only itself.',
  params: none,
  query: none,
  body: z.looseObject({ interests: z.array(z.unknown()) }).meta({ id: 'GivenInterestProfile' }),
  who: mine,
  answer: z
    .object({
      interests: z.number().int().describe('New ones.'),
      examples: z.number().int(),
      absent: z.number().int().describe('Papers that are not here: their own words are learnt from.'),
      unread: z.array(z.object({ position: z.string(), reason: z.string() })),
    })
    .meta({ id: 'TakenInterestProfile' }),
  example: {},
  errors: badField,
});

export const interestOperations: readonly AnyOperation[] = [
  feed,
  remake,
  answerInFeed,
  feedSettings,
  changeFeedSettings,
  interests,
  beginInterest,
  resetOwnInterests,
  profile,
  takeProfile,
  interest,
  changeOwnInterest,
  deleteOwnInterest,
  learnFrom,
  forgetExample,
];
