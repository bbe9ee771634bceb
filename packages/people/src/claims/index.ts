export { answerClaim } from './answer-claim.ts';
export { claimPaper, Evidence, withdrawClaim, type ClaimAnswer, type ClaimRequest } from './claim-paper.ts';
export type { Claim } from './claim.ts';
export {
  claimedAuthors,
  claimsOf,
  claimTo,
  papersWithOrcid,
  waitingClaims,
  type ClaimedAuthor,
  type ClaimToAnswer,
} from './list-claims.ts';
