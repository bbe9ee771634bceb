/** What the states of a library are called, in order. */
export const stateWords = [
  ['to-read', 'To read'],
  ['reading', 'Reading'],
  ['later', 'Later'],
  ['read', 'Read'],
] as const;

/** What the orders of a library are called. */
export const sortWords = [
  ['saved', 'Saved last'],
  ['changed', 'Changed last'],
  ['read', 'Read last'],
  ['published', 'Newest'],
  ['title', 'Title'],
  ['votes', 'Most votes'],
] as const;

/** Formats of a library, as links name them. */
export const formatWords = [
  ['bibtex', 'BibTeX'],
  ['ris', 'RIS'],
  ['csl-json', 'CSL-JSON'],
  ['markdown', 'Markdown'],
  ['json', 'JSON'],
] as const;
