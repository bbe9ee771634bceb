import { z } from 'zod';

/** The wire format of the Hugging Face papers API. Optional fields vanish when unknown; they are never null. */

const objectId = z
  .string()
  .regex(/^[0-9a-f]{24}$/)
  .describe('24 hexadecimal digits, always the same for the same thing.');
const instant = z.iso.datetime({ precision: 3 });

/** The ids that clients of that API expect. */
export const huggingFaceId = /^\d{4}\.\d{4,5}$/;

const User = z.object({
  _id: objectId,
  avatarUrl: z.string(),
  fullname: z.string(),
  type: z.enum(['user', 'org']),
  isPro: z.boolean(),
});

const PaperUser = User.extend({ user: z.string(), name: z.string() }).meta({
  id: 'HfPaperUser',
  description: 'Whoever brought the paper: inside a paper the user name is called `user`, and `name` too.',
});

const Submitter = User.extend({
  name: z.string(),
  isHf: z.boolean(),
  isHfAdmin: z.boolean(),
  isMod: z.boolean(),
  isUserFollowing: z.boolean(),
}).meta({
  id: 'HfSubmitter',
  description: 'Whoever brought the paper: on the wrapper the user name is called `name`.',
});

const Author = z.object({ _id: objectId, name: z.string(), hidden: z.boolean() }).meta({ id: 'HfAuthor' });

export const HfPaper = z
  .object({
    id: z.string().regex(huggingFaceId).describe('arXiv id without version.'),
    authors: z.array(Author),
    mediaUrls: z.array(z.url()).optional(),
    publishedAt: instant.describe('First publication, UTC.'),
    submittedOnDailyAt: instant.optional().describe('When its announcement day began to be announced.'),
    title: z.string(),
    submittedOnDailyBy: PaperUser.optional(),
    summary: z.string().describe('The abstract.'),
    upvotes: z.number().int(),
    discussionId: objectId,
    projectPage: z.url().optional(),
    githubRepo: z.url().optional(),
    githubRepoAddedBy: z.literal('auto').optional(),
    githubStars: z.number().int().optional(),
    ai_summary: z.string().optional(),
    ai_keywords: z.array(z.string()).optional(),
    withdrawnAt: instant.optional(),
  })
  .meta({ id: 'HfPaper' });

const wrapper = {
  paper: HfPaper,
  publishedAt: instant.describe('The same instant as `paper.publishedAt`.'),
  title: z.string(),
  summary: z.string(),
  thumbnail: z.url(),
  numComments: z.number().int(),
  isAuthorParticipating: z.boolean(),
};

export const HfDailyItem = z
  .object({ ...wrapper, submittedBy: Submitter, mediaUrls: z.array(z.url()).optional() })
  .meta({ id: 'HfDailyItem' });

const Span = z
  .object({ type: z.enum(['text', 'highlight']), text: z.string() })
  .meta({ id: 'HighlightSpan' });

export const HfSearchItem = z
  .object({
    ...wrapper,
    upvoted: z.boolean(),
    highlightedTitle: z.array(Span),
    highlightedSummary: z.array(Span),
  })
  .meta({ id: 'HfSearchItem' });

const LinkedRepo = z
  .object({ id: z.string().describe('`owner/name`.'), author: z.string().describe('The owner.') })
  .meta({ id: 'HfLinkedRepo' });

export const HfRepos = z
  .object({ models: z.array(LinkedRepo), datasets: z.array(LinkedRepo), spaces: z.array(LinkedRepo) })
  .meta({ id: 'HfRepos', description: 'What lies on the Hugging Face Hub and names the paper.' });

export const HfError = z.object({ error: z.string() }).meta({ id: 'HfError' });
