export {
  answerReports,
  answersTo,
  decideOnComment,
  fitsKind,
  restoreMember,
  restrictMember,
  type Answer,
} from './answer-reports.ts';
export {
  decideOnPaper,
  mergeAsEditor,
  paperDecisions,
  paperState,
  recordsOf,
  splitAsEditor,
  type PaperDecision,
  type PaperState,
} from './decide-on-paper.ts';
export {
  decisionKinds,
  logDecision,
  Reason,
  subjectKinds,
  type DecisionKind,
  type Judgement,
  type SubjectKind,
} from './decision.ts';
export { isLocked } from './is-locked.ts';
export {
  decisionsConcerning,
  decisionsPerPage,
  listDecisions,
  type LoggedDecision,
} from './list-decisions.ts';
export {
  countReported,
  listReported,
  reportsBy,
  type OwnReport,
  type ReportedThing,
} from './report-queue.ts';
export {
  fileReport,
  mostWaiting,
  Report,
  reportedKinds,
  reportReasons,
  type ReportedKind,
  type ReportReason,
} from './report.ts';
