/** That a member says to be an author of a paper. */
export interface Claim {
  id: number;
  paperId: number;
  /** The name on the paper that they say is theirs. */
  authorName: string;
  state: 'waiting' | 'accepted' | 'refused';
  /** Who decided: the ORCID that stands on the paper, or an editor; null while it waits. */
  decidedBy: 'orcid' | 'editor' | null;
  /** What the editor said. */
  answer: string;
  createdAt: Date;
  decidedAt: Date | null;
}

/** SQL of a claim, from `claims k`. */
export const claimColumns = `k.id, k.paper_id as "paperId", k.author_name as "authorName", k.state, k.decided_by as "decidedBy",
  k.answer, k.created_at as "createdAt", k.decided_at as "decidedAt"`;
