import { identityUrl, pdfUrl, type PaperSummary } from '@broadsheet/papers';
import type { DigestEntry, DigestLinks } from '../digest/digest.ts';
import { beginningOf } from './math-text.ts';
import { oneLine } from './one-line.ts';

/** A link of a paper. */
interface PaperLink {
  /** What stands in the mail: `PDF`. */
  text: string;
  /** What tells it from the same link of the next paper, for those who hear one link after the other: `PDF of paper 3`. */
  label: string;
  url: string;
}

/** What a mail says of a paper, before it is HTML or plain text. Formulas are TeX still. */
export interface PaperParts {
  number: number;
  title: string;
  /** The paper's page, to which its title leads. */
  url: string;
  /** `A. One, B. Two and 492 more`; empty where nobody is known. */
  authors: string;
  why: string;
  /** Paragraphs; none where the abstract is unknown or left out. */
  abstract: string[];
  links: PaperLink[];
}

/** How much of each paper a mail has room for. */
export interface Room {
  /** Characters of the abstract at most; `Infinity` for the whole, 0 for none. */
  abstract: number;
  /** Names, before “and 492 more”. */
  authors: number;
}

const longest = { title: 400, name: 80, why: 240, url: 500 };

/** What subscribers ask for; a short abstract is about two sentences. */
export const rooms = {
  full: { abstract: Infinity, authors: 8 },
  short: { abstract: 300, authors: 8 },
} as const satisfies Record<string, Room>;

export function paperParts(
  { paper, why }: DigestEntry,
  number: number,
  { site, paperActions }: Pick<DigestLinks, 'site' | 'paperActions'>,
  room: Room,
): PaperParts {
  const url = `${site}/papers/${paper.key}`;
  const links: PaperLink[] = [];
  const link = (text: string, label: string, address: string | null | undefined) => {
    const checked = webAddress(address ?? '');
    if (checked !== null) links.push({ text, label, url: checked });
  };
  link('PDF', `PDF of paper ${number}`, pdfUrl(paper));
  if (paper.arxivId !== null) {
    const name = `arXiv:${paper.arxivId}`;
    link(name, name, identityUrl({ scheme: 'arxiv', value: paper.arxivId }));
  } else if (paper.doi !== null)
    link('DOI', `DOI of paper ${number}`, identityUrl({ scheme: 'doi', value: paper.doi }));
  link('Code', `Code of paper ${number}`, paper.links.find(({ kind }) => kind === 'code')?.url);
  link('Save or mute', `Save or mute paper ${number}`, paperActions?.(paper));
  return {
    number,
    title: beginningOf(oneLine(paper.title), longest.title) || 'Untitled',
    url: webAddress(url) ?? site,
    authors: authorLine(paper, room.authors),
    why: beginningOf(oneLine(why), longest.why),
    abstract: abstractParagraphs(paper.abstract, room.abstract),
    links,
  };
}

function authorLine({ authors, withdrawn }: PaperSummary, most: number): string {
  const names = authors
    .map(({ name }) => beginningOf(oneLine(name), longest.name))
    .filter((name) => name !== '');
  // “and 1 more” would be longer than the name.
  const shown = names.length <= most + 1 ? names : names.slice(0, most);
  const others = names.length - shown.length;
  const line = `${shown.join(', ')}${others === 0 ? '' : ` and ${others.toLocaleString('en')} more`}`;
  return [line, withdrawn ? 'withdrawn' : ''].filter(Boolean).join(' · ');
}

function abstractParagraphs(abstract: string, length: number): string[] {
  if (length === 0) return [];
  if (abstract.length > length) return [beginningOf(oneLine(abstract), length)].filter(Boolean);
  return abstract
    .split(/\n\s*\n/)
    .map(oneLine)
    .filter((paragraph) => paragraph !== '');
}

/** An address that a mail may link to: http or https, without characters that end it, and of a sane length. */
function webAddress(text: string): string | null {
  if (text.length > longest.url || !URL.canParse(text)) return null;
  const { protocol, href, username, password } = new URL(text);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '' || href.length > longest.url)
    return null;
  // WHATWG's serialisation leaves some signs at which mail programs take an address in plain text to end.
  return href.replace(/["'<>\\^`{|}]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
