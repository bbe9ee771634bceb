import type { PaperSummary } from '@broadsheet/papers';
import type { Digest, DigestLinks } from '../digest/digest.ts';

/** A small digest with what templates stumble over: formulas, signs of HTML, another direction, an unknown abstract. */
export const sampleDigest: Digest = {
  title: 'Trending papers',
  path: '/trending',
  from: '2026-03-02',
  to: '2026-03-03',
  day: '2026-03-04',
  more: 28,
  partial: [{ day: '2026-03-03', count: 37, usual: 120 }],
  length: 'short',
  entries: [
    {
      paper: samplePaper(1, {
        title: 'Rates of $\\mathcal{O}(n^{-1/2})$ for <tags> & "quotes"',
        abstract: 'We show that $\\|x\\|_2 \\leq 1$ holds. If a < b & b > c, nothing else does.',
        authors: [{ name: 'Ada Lovelace' }, { name: 'Emmy Noether' }],
        links: [{ kind: 'code', url: 'https://code.example/rates' }],
      }),
      why: 'trending · 12 votes',
    },
    {
      paper: samplePaper(2, { title: 'למידה עצמית של ייצוגים', authors: [], arxivId: null, key: 'p2' }),
      why: 'matches title: “representations”',
    },
  ],
};

export const sampleLinks: DigestLinks = {
  site: 'https://papers.example.org',
  issue: 'https://papers.example.org/issues/sample',
  manage: 'https://papers.example.org/subscriptions/sample',
  unsubscribe: 'https://papers.example.org/unsubscribe/sample',
  paperActions: ({ key }) => `https://papers.example.org/subscriptions/sample/papers/${key}`,
};

/** A paper about which nothing is known but its name. */
export function samplePaper(id: number, known: Partial<PaperSummary> = {}): PaperSummary {
  const arxivId = `2603.${String(id).padStart(5, '0')}`;
  return {
    id,
    key: arxivId,
    arxivId,
    doi: null,
    title: `Paper ${id}`,
    abstract: '',
    authors: [],
    categories: ['cs.LG'],
    venue: null,
    year: 2026,
    published: '2026-03-02',
    publishedAt: null,
    updatedAt: null,
    announcedOn: '2026-03-03',
    summary: null,
    keywords: [],
    links: [],
    withdrawn: false,
    citations: null,
    featured: false,
    votes: 0,
    comments: 0,
    authorsAnswer: false,
    trending: 0,
    trendingTerms: null,
    firstSeenAt: new Date('2026-03-03T01:00:00Z'),
    changedAt: new Date('2026-03-03T01:00:00Z'),
    ...known,
  };
}
