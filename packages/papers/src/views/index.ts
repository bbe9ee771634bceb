export { listPapers } from './list-papers.ts';
export { getPapers } from './summary.ts';
export { findPaper } from './find-paper.ts';
export { getPaper } from './get-paper.ts';
export { countByDay, describeDay, type DayDescription } from './days.ts';
export {
  describeLibrary,
  getAuthor,
  listCategories,
  listVenues,
  type AuthorEntry,
  type CategoryEntry,
  type LibraryDescription,
} from './directory.ts';
export * from './paper.ts';
export * from './selection.ts';
