export { toBibtex } from './bibtex.ts';
export { citationMeta } from './citation-meta.ts';
export { toCslJson } from './csl-json.ts';
export { toMarkdown } from './markdown.ts';
export { pdfUrl } from './pdf-url.ts';
export { readingTime } from './reading-time.ts';
export { toRis } from './ris.ts';
