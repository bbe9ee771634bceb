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
export {
  changeEntries,
  keepEach,
  keepPapers,
  removeFromLibrary,
  renameTag,
  type Kept,
} from './keep-papers.ts';
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
export {
  libraryFormats,
  libraryMedia,
  writeLibrary,
  type LibraryDocument,
  type LibraryFormat,
} from './export/write-library.ts';
export { importLibrary, mostItems, type ImportOptions, type LibraryImport } from './import/import-library.ts';
export type { LibraryItem, ReadLibraryItem } from './import/library-item.ts';
export { largestLibrary, readLibrary } from './import/read-library.ts';
export { readOrcidWorks } from './import/read-orcid-works.ts';
export { readZoteroItem } from './import/read-zotero-item.ts';
export {
  connectLibrary,
  disconnectLibrary,
  getConnection,
  keyOfConnection,
  type LibraryConnection,
} from './sync/connections.ts';
export { noteSync, syncLibrary, type LibraryStep } from './sync/sync-library.ts';
