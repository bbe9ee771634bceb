import { parseIdentity, readPapers, type ParsedIdentity, type ReadItem } from '@broadsheet/papers';
import { z } from 'zod';

/** Papers in one submission at most. */
export const mostPapers = 20;

/** What a member gives: at most 64,000 characters. */
export const Given = z
  .string()
  .max(64_000, 'That is more than 64,000 characters. Give fewer papers at once.')
  .transform((text) => text.replaceAll('\0', '').toWellFormed().trim())
  .pipe(z.string().min(1, 'Give an address, an arXiv id, a DOI, or BibTeX.'));

/** What was given, understood. */
export type ReadGiven =
  | { kind: 'names'; names: ParsedIdentity[] }
  /** Entries in their order, with the names that they have: what is known by name is looked up. */
  | { kind: 'bibtex'; entries: { item: ReadItem; name: ParsedIdentity | null }[] }
  | { kind: 'nothing'; message: string };

/** Reads names and addresses, one a line or apart by spaces or commas, or BibTeX. */
export async function readGiven(given: string): Promise<ReadGiven> {
  if (/^\s*@\s*[a-z]+\s*[{(]/im.test(given)) return readEntries(given);
  const words = given.split(/[\s,;]+/).filter(Boolean);
  // “arXiv: 2103.03230” is one name.
  const parts = /^\w+:\s+\S+$/.test(given) ? [given.replace(/:\s+/, ':')] : words;
  if (parts.length > mostPapers) return { kind: 'nothing', message: tooMany };
  const read = parts.map((part) => ({ part, name: parseIdentity(part) }));
  const unknown = read.find(({ name }) => name === null);
  if (unknown !== undefined)
    return {
      kind: 'nothing',
      message: `“${unknown.part.slice(0, 80)}” is no address, arXiv id or DOI. Give one, such as 2103.03230 or https://doi.org/10.1038/…, or paste BibTeX.`,
    };
  const names = read.flatMap(({ name }) => (name === null ? [] : { scheme: name.scheme, value: name.value }));
  const once = new Map(names.map((name) => [`${name.scheme} ${name.value}`, name]));
  return { kind: 'names', names: [...once.values()] };
}

const tooMany = `Give at most ${mostPapers} papers at once.`;

async function readEntries(given: string): Promise<ReadGiven> {
  const source = (async function* () {
    yield new TextEncoder().encode(given);
  })();
  const entries: { item: ReadItem; name: ParsedIdentity | null }[] = [];
  for await (const item of readPapers(source, { name: 'submission.bib', format: 'bibtex' })) {
    if (entries.length === mostPapers) return { kind: 'nothing', message: tooMany };
    entries.push({ item, name: item.ok ? nameOf(item.record.identities) : null });
  }
  return entries.length === 0
    ? { kind: 'nothing', message: 'There is no entry in that BibTeX.' }
    : { kind: 'bibtex', entries };
}

/** The name by which somebody can be asked; an address may be anything, and what stands in BibTeX is more. */
function nameOf(
  identities: readonly { scheme: ParsedIdentity['scheme']; value: string }[],
): ParsedIdentity | null {
  const [first] = ['arxiv', 'doi', 'openreview', 'acl'].flatMap(
    (scheme) => identities.find((identity) => identity.scheme === scheme) ?? [],
  );
  return first === undefined ? null : { scheme: first.scheme, value: first.value };
}
