export { splitAuthors, uninvertName } from './author-names.ts';
export { splitMath, type Piece } from './math-spans.ts';
export { normaliseRecord } from './normalise-record.ts';
export { normaliseLine, normaliseText } from './normalise-text.ts';
export { parsePublished } from './published-date.ts';
