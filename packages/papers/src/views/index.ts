export { countMeeting, listPapers } from './list-papers.ts';
export { shown } from './shown.ts';
export { getPapers } from './summary.ts';
export { findDescribedPaper } from './find-described.ts';
export { findDescribedPapers } from './find-described-papers.ts';
export { findPaper } from './find-paper.ts';
export { getPaper } from './get-paper.ts';
export { papersOfSource } from './papers-of-source.ts';
export { countByDay, describeDay, listDays, markComplete, type DayDescription } from './days.ts';
export {
  describeLibrary,
  getAuthor,
  listCategories,
  listVenues,
  type AuthorEntry,
  type CategoryEntry,
  type LibraryDescription,
} from './directory.ts';
export { listNews, presentIdOf, type NewsItem, type NewsRequest } from './news.ts';
export { codeToAsk, noteAsked, papersToAsk, type Askable } from './to-ask.ts';
export * from './paper.ts';
export * from './selection.ts';
export { compareTexts, type TextRun } from './compare-texts.ts';
export { papersCalled } from './papers-called.ts';
