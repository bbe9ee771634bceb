import { createHash } from 'node:crypto';
import { announcedAt, type PaperSummary } from '@broadsheet/papers';
import type { Hit } from '@broadsheet/search';
import type { z } from 'zod';
import type { HfDailyItem, HfPaper, HfRepos } from './hugging-face-schemas.ts';
import { huggingFaceId, type HfSearchItem } from './hugging-face-schemas.ts';

/**
 * How a paper of ours looks on the Hugging Face wire (fields and traps: docs of that API). What it has and we do not
 * know gets an honest value: ids are hashes, the submitter is this site, nobody has voted on the asker's behalf.
 */

/** The user name under which this site's own edition brings papers. */
export const submitterName = 'broadsheet';

/** Whether a paper can be told in this format: its clients take arXiv ids of the new scheme only. */
export function hasHuggingFaceId(paper: Pick<PaperSummary, 'arxivId'>): boolean {
  return paper.arxivId !== null && huggingFaceId.test(paper.arxivId);
}

/** The flat form, as `/api/papers/{id}` answers it and as it stands inside list items. */
export function toHfPaper(paper: PaperSummary): z.infer<typeof HfPaper> {
  const code = paper.links.find(({ kind, url }) => kind === 'code' && /^https:\/\/github\.com\//.test(url));
  const project = paper.links.find(({ kind }) => kind === 'project');
  const media = mediaOf(paper);
  return {
    id: paper.arxivId ?? paper.key,
    authors: paper.authors.map((author, position) => ({
      _id: objectId(`author:${paper.id}:${position}`),
      name: author.name,
      hidden: false,
    })),
    ...(media.length > 0 ? { mediaUrls: media } : {}),
    publishedAt: publishedInstant(paper),
    ...(paper.announcedOn === null
      ? {}
      : {
          submittedOnDailyAt: announcedAt(paper.announcedOn).toISOString(),
          submittedOnDailyBy: { ...siteUser, user: submitterName, name: submitterName },
        }),
    title: paper.title,
    summary: paper.abstract,
    upvotes: paper.votes,
    discussionId: objectId(`discussion:${paper.id}`),
    ...(project ? { projectPage: project.url } : {}),
    ...(code ? { githubRepo: code.url, githubRepoAddedBy: 'auto' as const } : {}),
    ...(code?.stars === undefined ? {} : { githubStars: code.stars }),
    ...(paper.summary === null ? {} : { ai_summary: paper.summary }),
    ...(paper.keywords.length > 0 ? { ai_keywords: paper.keywords } : {}),
    ...(paper.withdrawn ? { withdrawnAt: (paper.updatedAt ?? paper.changedAt).toISOString() } : {}),
  };
}

/** An item of `/api/daily_papers`. */
export function toHfDailyItem(paper: PaperSummary, origin: string): z.infer<typeof HfDailyItem> {
  const media = mediaOf(paper);
  return {
    ...wrap(paper, origin),
    submittedBy: {
      ...siteUser,
      name: submitterName,
      isHf: false,
      isHfAdmin: false,
      isMod: false,
      isUserFollowing: false,
    },
    ...(media.length > 0 ? { mediaUrls: media } : {}),
  };
}

/** An item of `/api/papers/search`. */
export function toHfSearchItem(hit: Hit, origin: string): z.infer<typeof HfSearchItem> {
  return {
    ...wrap(hit.paper, origin),
    upvoted: false,
    highlightedTitle: hit.title,
    highlightedSummary: hit.abstract,
  };
}

/** What the paper's links name on the Hub: `/owner/name`, `/datasets/owner/name`, `/spaces/owner/name`. */
export function toHfRepos({ links }: Pick<PaperSummary, 'links'>): z.infer<typeof HfRepos> {
  const repos = (place: string) =>
    links.flatMap(({ url }) => {
      const [, folder = '', author, name] =
        /^https:\/\/huggingface\.co\/(?:(datasets|spaces)\/)?([\w.-]+)\/([\w.-]+)\/?$/.exec(url) ?? [];
      return author !== undefined && name !== undefined && folder === place && author !== 'papers'
        ? [{ id: `${author}/${name}`, author }]
        : [];
    });
  return { models: repos(''), datasets: repos('datasets'), spaces: repos('spaces') };
}

function wrap(paper: PaperSummary, origin: string) {
  return {
    paper: toHfPaper(paper),
    publishedAt: publishedInstant(paper),
    title: paper.title,
    summary: paper.abstract,
    thumbnail: `${origin}/og/${paper.key}.png`,
    numComments: paper.comments,
    isAuthorParticipating: paper.authorsAnswer,
  };
}

const siteUser = {
  _id: objectId('user:broadsheet'),
  avatarUrl: '/favicon.svg',
  fullname: 'Broadsheet edition',
  type: 'org' as const,
  isPro: false,
};

function mediaOf(paper: PaperSummary): string[] {
  return paper.links.flatMap(({ kind, url }) => (kind === 'media' ? [url] : []));
}

/** As precise as is known: the instant, else midnight UTC of the day, of the month's or the year's first day. */
function publishedInstant(paper: PaperSummary): string {
  if (paper.publishedAt !== null) return paper.publishedAt.toISOString();
  if (paper.published === null) return paper.firstSeenAt.toISOString();
  return new Date(
    `${paper.published.padEnd(10, '-01-01'.slice(paper.published.length - 10))}T00:00:00Z`,
  ).toISOString();
}

/** 24 hexadecimal digits that depend on nothing but the name. */
function objectId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 24);
}
