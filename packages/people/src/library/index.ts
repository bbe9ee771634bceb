export {
  LibraryChange,
  libraryStates,
  LibraryState,
  longestNote,
  mostEntries,
  mostTags,
  Note,
  Tag,
  type LibraryEntry,
} from './entry.ts';
export { changeEntries, keepPapers, removeFromLibrary, renameTag, type Kept } from './keep-papers.ts';
export {
  countLibrary,
  entriesOf,
  libraryIds,
  libraryPapers,
  librarySorts,
  listLibrary,
  savedAmong,
  type LibraryCounts,
  type LibraryFilter,
  type LibraryPaper,
  type LibrarySort,
} from './list-library.ts';
export { rankNotes } from './rank-notes.ts';
export { readTagList, tagKey } from './tag-list.ts';
export { countSavedByMail, takeOverSaved } from './take-over-saved.ts';
