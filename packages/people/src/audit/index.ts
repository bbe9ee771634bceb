export { auditWhenDue } from './audit-when-due.ts';
export { auditVotes, daysAudited, type AuditReport } from './audit-votes.ts';
export {
  decideOnBurst,
  listBursts,
  type BurstDecision,
  type BurstState,
  type ListedBurst,
} from './decide-on-burst.ts';
export {
  findBursts,
  isNewcomer,
  isSuspicious,
  type AuditedVote,
  type Burst,
  type BurstFigures,
} from './find-bursts.ts';
