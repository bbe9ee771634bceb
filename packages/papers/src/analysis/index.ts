export { analyse, termOf } from './analyse.ts';
export { stem } from './stem.ts';
export { stopWords } from './stop-words.ts';
export { wordsOf } from './words.ts';
