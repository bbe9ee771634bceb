import { linkKinds, mostPapers } from '@broadsheet/people';
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
const number = (what: string) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `Give the number of ${what}.`)
    .describe('Its number.');
const badParameter = { 400: 'A parameter does not fit; `errors` names each and what to send instead.' };
const noPaper = { 404: 'There is no such paper here.' };

const Claim = z
  .object({
    id: z.number().int(),
    paper: z.string().describe('Key of the paper.'),
    author: z.string().describe('The name on the paper that is claimed.'),
    state: z.enum(['waiting', 'accepted', 'refused']),
    decidedBy: z.enum(['orcid', 'editor']).nullable(),
    answer: z.string().describe('What the editor said.'),
    createdAt: instant,
  })
  .meta({ id: 'Claim' });

export const claimOperation = defineOperation({
  id: 'v1ClaimPaper',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/papers/{key}/claim',
  summary: 'Say that a paper is yours',
  description:
    'Accepted at once where your proven ORCID stands on the paper’s record; else an editor answers, by your evidence.',
  params: z.object({ key }),
  query: none,
  body: z
    .object({
      author: z.string().max(300).default('').describe('Your name, as it stands on the paper.'),
      evidence: z.string().max(2000).default('').describe('How an editor can see that it is you.'),
    })
    .strict()
    .meta({ id: 'NewClaim' }),
  who: { action: 'claim papers' },
  status: 201,
  answer: Claim,
  example: { key: '2103.03230' },
  errors: { ...badParameter, ...noPaper, 429: 'Twenty of your claims wait already.' },
});

export const withdrawClaimOperation = defineOperation({
  id: 'v1WithdrawClaim',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/papers/{key}/claim',
  summary: 'Take a claim back',
  description: 'Also one that was accepted.',
  params: z.object({ key }),
  query: none,
  who: { action: 'claim papers' },
  status: 204,
  answer: z.null(),
  example: { key: '2103.03230' },
  errors: { ...badParameter, 404: 'There is no such paper here, or you have not claimed it.' },
});

export const ownClaims = defineOperation({
  id: 'v1OwnClaims',
  surface: 'v1',
  path: '/api/v1/me/claims',
  summary: 'The papers that you have claimed',
  description: 'The newest first.',
  params: none,
  query: none,
  who: { scope: 'read' },
  answer: z.object({ items: z.array(Claim) }).meta({ id: 'Claims' }),
  example: {},
  errors: {},
});

export const claimsToAnswer = defineOperation({
  id: 'v1ClaimsToAnswer',
  surface: 'v1',
  path: '/api/v1/claims',
  summary: 'Claims that wait for an editor',
  description: 'The longest waiting first.',
  params: none,
  query: z.object({ limit: count(1, 200, 50).describe('Claims at most.') }),
  who: { action: 'moderate' },
  answer: z
    .object({
      items: z.array(
        Claim.omit({ answer: true, decidedBy: true }).extend({
          evidence: z.string(),
          handle: z.string(),
          orcid: z.string().nullable().describe('That the member has proven.'),
          orcidOnRecord: z.string().nullable().describe('That the paper has for the claimed name.'),
          heldBy: z.string().nullable().describe('Who holds the same name on the same paper already.'),
        }),
      ),
    })
    .meta({ id: 'ClaimsToAnswer' }),
  example: {},
  errors: badParameter,
});

export const answerClaimOperation = defineOperation({
  id: 'v1AnswerClaim',
  surface: 'v1',
  method: 'PUT',
  path: '/api/v1/claims/{id}/answer',
  summary: 'Answer a claim',
  description: 'Also in place of an earlier answer. Nobody answers their own.',
  params: z.object({ id: number('a claim') }),
  query: none,
  body: z
    .object({
      accept: z.boolean(),
      answer: z.string().max(1000).default('').describe('What the member is told.'),
    })
    .strict()
    .meta({ id: 'ClaimAnswer' }),
  who: { action: 'moderate' },
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { ...badParameter, 404: 'There is no such claim, or it is your own.' },
});

const AddedLink = z
  .object({
    id: z.number().int(),
    kind: z.enum(linkKinds),
    url: z.url(),
    addedBy: z.string().nullable().describe('A handle; null where the account is gone.'),
    createdAt: instant,
  })
  .meta({ id: 'AddedLink' });

export const addedLinks = defineOperation({
  id: 'v1AddedLinks',
  surface: 'v1',
  path: '/api/v1/papers/{key}/links',
  summary: 'Links that members added to a paper',
  description: 'Beside those that its sources tell of, which stand in the paper itself.',
  params: z.object({ key }),
  query: none,
  answer: z.object({ items: z.array(AddedLink) }).meta({ id: 'AddedLinks' }),
  example: { key: '2103.03230' },
  errors: { ...badParameter, ...noPaper },
});

export const addLinkOperation = defineOperation({
  id: 'v1AddLink',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/papers/{key}/links',
  summary: 'Add a link to a paper',
  description: 'Shown with your name. Editors remove what does not belong.',
  params: z.object({ key }),
  query: none,
  body: z
    .object({
      kind: z.enum(linkKinds, { error: `Give one of ${linkKinds.join(', ')}.` }),
      url: z.string().max(2000).describe('An address that begins with https://.'),
    })
    .strict()
    .meta({ id: 'NewLink' }),
  who: { action: 'submit papers' },
  status: 201,
  answer: AddedLink,
  example: { key: '2103.03230' },
  errors: {
    ...badParameter,
    ...noPaper,
    409: 'It is there already, was removed by an editor, or there are too many.',
  },
});

export const removeLinkOperation = defineOperation({
  id: 'v1RemoveLink',
  surface: 'v1',
  method: 'DELETE',
  path: '/api/v1/links/{id}',
  summary: 'Take a link away',
  description: 'Your own; an editor anybody’s.',
  params: z.object({ id: number('a link') }),
  query: none,
  who: { action: 'submit papers' },
  status: 204,
  answer: z.null(),
  example: { id: '1' },
  errors: { ...badParameter, 404: 'There is no such link, or it is not yours.' },
});

const Submission = z
  .object({
    id: z.number().int(),
    taken: z.boolean(),
    found: z
      .array(
        z.object({
          given: z.string(),
          note: z.string().describe('Why it was not found, or what to know about it.'),
          title: z.string().nullable().describe('null where nothing was found.'),
          authors: z.array(z.string()),
          source: z.string().nullable().describe('Who says so.'),
        }),
      )
      .describe('What was found, in the order in which it was given.'),
    papers: z
      .array(z.object({ key: z.string(), title: z.string(), isNew: z.boolean() }))
      .describe('What came of it, once it is taken in.'),
  })
  .meta({ id: 'Submission' });

export const submit = defineOperation({
  id: 'v1Submit',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/submissions',
  summary: 'Look papers up that you want to submit',
  description: `Addresses, ids or BibTeX of up to ${mostPapers} papers. Nothing is taken in before you say which are right.`,
  params: none,
  query: none,
  body: z
    .object({ given: z.string({ error: 'Give addresses, ids or BibTeX.' }).max(64_000) })
    .strict()
    .meta({ id: 'NewSubmission' }),
  who: { action: 'submit papers' },
  status: 201,
  answer: Submission,
  example: {},
  errors: { ...badParameter, 429: 'You ask for more than one may; Retry-After says for how many seconds.' },
});

export const submission = defineOperation({
  id: 'v1Submission',
  surface: 'v1',
  path: '/api/v1/submissions/{id}',
  summary: 'A submission of yours',
  description: 'What was found, and what came of it.',
  params: z.object({ id: number('a submission') }),
  query: none,
  who: { action: 'submit papers' },
  answer: Submission,
  example: { id: '1' },
  errors: { ...badParameter, 404: 'You have no such submission.' },
});

export const take = defineOperation({
  id: 'v1TakeSubmission',
  surface: 'v1',
  method: 'POST',
  path: '/api/v1/submissions/{id}/take',
  summary: 'Take papers of a submission in',
  description: 'What is here already becomes richer. Doing it twice does it once.',
  params: z.object({ id: number('a submission') }),
  query: none,
  body: z
    .object({
      papers: z
        .array(z.number().int().min(0).max(mostPapers))
        .min(1, 'Choose at least one paper.')
        .max(mostPapers)
        .describe('Which of `found`, by their places from 0.'),
    })
    .strict()
    .meta({ id: 'ChosenPapers' }),
  who: { action: 'submit papers' },
  answer: Submission,
  example: { id: '1' },
  errors: { ...badParameter, 404: 'You have no such submission.' },
});

export const authorOperations: readonly AnyOperation[] = [
  claimOperation,
  withdrawClaimOperation,
  ownClaims,
  claimsToAnswer,
  answerClaimOperation,
  addedLinks,
  addLinkOperation,
  removeLinkOperation,
  submit,
  submission,
  take,
];
