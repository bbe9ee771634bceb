export { findDifferentNames } from './different-names.ts';
export { mergeDuplicate } from './merge-duplicate.ts';
export { splitPaper, type RecordName } from './split-paper.ts';
export {
  dismissSuggestion,
  listSuggestions,
  saveSuggestions,
  type DuplicateSuggestion,
} from './suggestions.ts';
