export { readEditionIds, readPage, type EditionIds } from './page.ts';
export { readPapers, type ReadOptions } from './read-papers.ts';
export { formats, UnknownFormatError, type Format } from './recognise.ts';
