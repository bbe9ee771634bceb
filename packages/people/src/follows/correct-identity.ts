import type { AuthorEvidence, AuthorIdentity } from './author-identity.ts';

/** Papers that a reader can have said something about; the oldest words go first. */
const most = 500;

/** Takes in that a paper under the name is not by the author who is meant; those who wrote it with them then speak against others. */
export function notThisOne(identity: AuthorIdentity, paper: AuthorEvidence): AuthorIdentity {
  const own = new Set(identity.coauthors);
  return {
    ...identity,
    yes: identity.yes.filter((id) => id !== paper.paperId),
    no: [...identity.no.filter((id) => id !== paper.paperId), paper.paperId].slice(-most),
    notOrcids: added(
      identity.notOrcids,
      paper.orcid === null || identity.orcids.includes(paper.orcid) ? [] : [paper.orcid],
      20,
    ),
    notCoauthors: added(
      identity.notCoauthors,
      paper.coauthors.filter((key) => !own.has(key)),
      2000,
    ),
  };
}

/** Takes in that a paper is by the author who is meant. */
export function thisOneToo(identity: AuthorIdentity, paper: AuthorEvidence): AuthorIdentity {
  const right = new Set(paper.coauthors);
  return {
    ...identity,
    yes: [...identity.yes.filter((id) => id !== paper.paperId), paper.paperId].slice(-most),
    no: identity.no.filter((id) => id !== paper.paperId),
    orcids: added(identity.orcids, paper.orcid === null ? [] : [paper.orcid], 20),
    notOrcids: identity.notOrcids.filter((orcid) => orcid !== paper.orcid),
    coauthors: added(identity.coauthors, paper.coauthors, 2000),
    notCoauthors: identity.notCoauthors.filter((key) => !right.has(key)),
  };
}

function added(known: readonly string[], more: readonly string[], longest: number): string[] {
  return [...new Set([...known, ...more])].slice(-longest);
}
