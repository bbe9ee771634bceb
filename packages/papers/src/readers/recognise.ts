import { looksLikePage } from './page.ts';

/** The kinds of file that `readPapers` understands. */
export const formats = ['page', 'jsonl', 'json', 'xml', 'bibtex', 'ris'] as const;
export type Format = (typeof formats)[number];

const byEnding: Record<string, Format> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  xml: 'xml',
  atom: 'xml',
  rss: 'xml',
  bib: 'bibtex',
  bibtex: 'bibtex',
  ris: 'ris',
};

/** A file whose kind is neither told by its content nor by its name. */
export class UnknownFormatError extends Error {
  override readonly name = 'UnknownFormatError';
  readonly hint =
    'Known are: the stored Daily Papers page (text), JSON Lines, Hugging Face daily_papers JSON, arXiv Atom, RSS and OAI-PMH XML, BibTeX and RIS, each also as .gz.';
}

/** Tells a file's kind by its first bytes (unpacked, as text), then by its name; null where neither tells. */
export function recogniseFormat(head: string, name: string): Format | null {
  const start = head.replace(/^\uFEFF/, '').trimStart();
  if (looksLikePage(start)) return 'page';
  if (/^<(\?xml|OAI-PMH|feed|rss|rdf:RDF|record|entry|!)/i.test(start)) return 'xml';
  if (start.startsWith('[')) return 'json';
  if (start.startsWith('{')) return isOneLineObject(start) ? 'jsonl' : 'json';
  if (/^TY {1,2}- /m.test(start.slice(0, 2000))) return 'ris';
  if (/^\s*@\s*[a-zA-Z]+\s*[{(]/m.test(start)) return 'bibtex';
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return byEnding[ending] ?? null;
}

/** JSON Lines: the first line is an object of its own. */
function isOneLineObject(start: string): boolean {
  const end = start.indexOf('\n');
  const line = (end < 0 ? start : start.slice(0, end)).trim();
  // A line longer than what was read of the file cannot be checked; a document over many lines would end sooner.
  return line.endsWith('}') ? isJson(line) : end < 0 && line.length > 1000;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
