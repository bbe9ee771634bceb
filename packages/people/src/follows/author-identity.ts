import { z } from 'zod';

const keys = (most: number) => z.array(z.string().max(120)).max(most).default([]);
const ids = z.array(z.number().int()).max(500).default([]);

/** Which of the people who share a name somebody means, told by what is known of their papers. */
export const AuthorIdentity = z.object({
  /** ORCIDs that are theirs. */
  orcids: keys(20),
  /** `authorKey` of those whom they write with. */
  coauthors: keys(2000),
  /** First categories in which most papers under the name are theirs. */
  categories: keys(50),
  /** Papers, by internal id, that are theirs, and that are not. */
  yes: ids,
  no: ids,
  /** Of the papers that are not theirs. */
  notOrcids: keys(20),
  notCoauthors: keys(2000),
});
export type AuthorIdentity = z.infer<typeof AuthorIdentity>;

/** What a paper says about who wrote it under a name. */
export interface AuthorEvidence {
  paperId: number;
  /** That stands beside the name. */
  orcid: string | null;
  /** `authorKey` of the others; none where there are so many that they say little. */
  coauthors: string[];
  /** Its first category. */
  category: string | null;
}

/** Why a paper is taken to be by the author who is meant; null where it is not. */
export type AuthorMatch = 'told' | 'orcid' | 'coauthor' | 'field' | null;

/**
 * Whether a paper is by the author who is meant. What the reader has said comes first, then an ORCID, then coauthors, then the
 * field; each stands above those behind it.
 */
export function matchAuthor(identity: AuthorIdentity, evidence: AuthorEvidence): AuthorMatch {
  const { paperId, orcid, coauthors, category } = evidence;
  if (identity.no.includes(paperId)) return null;
  if (identity.yes.includes(paperId)) return 'told';
  if (orcid !== null) {
    if (identity.orcids.includes(orcid)) return 'orcid';
    if (identity.orcids.length > 0 || identity.notOrcids.includes(orcid)) return null;
  }
  const known = new Set(identity.coauthors);
  const wrong = new Set(identity.notCoauthors);
  const right = coauthors.filter((key) => known.has(key)).length;
  const others = coauthors.filter((key) => wrong.has(key)).length;
  if (right > 0 || others > 0) return right > others ? 'coauthor' : null;
  return category !== null && identity.categories.includes(category) ? 'field' : null;
}
