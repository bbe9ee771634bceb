import {
  findDescribedPaper,
  findPaper,
  identitiesOf,
  readPapers,
  recogniseFormat,
  type Store,
} from '@broadsheet/papers';
import { mostSeeds } from './similar-papers.ts';

/** What somebody gave to start from, understood. */
export interface ReadSeeds {
  /** Papers of the store, each once, in the order given. */
  seeds: { id: number; key: string }[];
  /** Entries of a file that are not in the store: their own words can be started from. */
  texts: { title: string; abstract: string }[];
  /** What could not be read, each with the reason; at most 100. */
  unread: UnreadSeed[];
  /** There was more than is read: 50 papers. */
  cut: boolean;
}

export interface UnreadSeed {
  /** `line 12`. */
  position: string;
  /** The first characters. */
  text: string;
  /** What is wrong and what would be right. */
  reason: string;
  /** It was understood, and no paper here is called that. */
  absent: boolean;
}

const mostUnread = 100;
const notText = 'This is no text. Give ids one to a line, or a BibTeX or RIS file.';

/**
 * Reads papers to start from: arXiv ids, DOIs, keys and addresses, on lines or with commas or spaces between them, or a file in a
 * format of papers (BibTeX, RIS, …). Never throws for what stands in the text.
 * @param name of the file, for what its ending tells.
 */
export async function readSeeds(store: Store, text: string, name = 'seeds'): Promise<ReadSeeds> {
  const read: ReadSeeds = { seeds: [], texts: [], unread: [], cut: false };
  if (text.includes('\0')) {
    refuse(read, 'line 1', '', notText);
    return read;
  }
  const format = recogniseFormat(text.slice(0, 65_536), name);
  if (format === null || format === 'page') await readNames(store, text, read);
  else await readFile(store, text, name, read);
  return read;
}

async function readNames(store: Store, text: string, read: ReadSeeds): Promise<void> {
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const whole = line.trim();
    if (whole === '') continue;
    // Addresses may hold commas; a line that is one name is not cut.
    const names = isName(whole) && !/\s/.test(whole) ? [whole] : whole.split(/[\s,;]+/);
    const wanted = names.every((name) => name === '' || !isName(name)) ? [whole] : names;
    for (const name of wanted) {
      if (name === '') continue;
      if (isFull(read)) return;
      const position = `line ${index + 1}`;
      if (!isName(name)) {
        const reason =
          'This is no arXiv id, DOI, key or address of a paper. Titles can be looked for in the search.';
        refuse(read, position, name, reason);
        continue;
      }
      const found = await findPaper(store, name);
      if (found === null) refuse(read, position, name, 'No paper here is called that.', true);
      else take(read, found);
    }
  }
}

async function readFile(store: Store, text: string, name: string, read: ReadSeeds): Promise<void> {
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  try {
    for await (const item of readPapers(bytes(), { name })) {
      if (isFull(read)) return;
      if (!item.ok) {
        refuse(read, item.reject.position, item.reject.excerpt, item.reject.reason);
        continue;
      }
      const { title, abstract = '' } = item.record;
      const found = await findDescribedPaper(store, item.record);
      if (found !== null) take(read, found);
      else read.texts.push({ title, abstract });
    }
  } catch (error) {
    refuse(read, 'the file', '', error instanceof Error ? error.message : String(error));
  }
}

function isName(text: string): boolean {
  return /^p\d{1,15}$/.test(text) || identitiesOf(text).length > 0;
}

function isFull(read: ReadSeeds): boolean {
  if (read.seeds.length + read.texts.length < mostSeeds && read.unread.length < mostUnread) return false;
  read.cut = true;
  return true;
}

function take({ seeds }: ReadSeeds, found: { id: number; key: string }): void {
  if (!seeds.some(({ id }) => id === found.id)) seeds.push(found);
}

function refuse({ unread }: ReadSeeds, position: string, text: string, reason: string, absent = false): void {
  unread.push({ position, text: text.replace(/\s+/g, ' ').slice(0, 120), reason, absent });
}
