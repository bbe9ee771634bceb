export { beginSubmission, forgetOldSubmissions, getSubmission, keepFound } from './keep-submission.ts';
export {
  addLink,
  LinkAddress,
  linkKinds,
  linksOf,
  removeLink,
  type AddLinkAnswer,
  type PaperLinkKind,
  type PaperLink,
} from './paper-links.ts';
export { Given, mostPapers, readGiven, type ReadGiven } from './read-given.ts';
export { asOwnWord, FoundPaper, type Submission } from './submission.ts';
export { submitterOf, takeSubmission, type TakenPaper } from './take-submission.ts';
