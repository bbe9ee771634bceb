import { authorKey, getAuthor, type Store } from '@broadsheet/papers';
import { longestExampleText, type NewExample } from '@broadsheet/people';
import { readSeeds } from '@broadsheet/search';

/** What somebody gave for an interest to begin with. */
export interface GivenExamples {
  /** Ids and addresses of papers, or the text of a BibTeX or RIS file. */
  papers: string;
  /** Of the file, for what its ending tells. */
  fileName?: string;
  /** Names, one to a line. */
  authors: string;
  /** In one's own words. */
  text: string;
}

/** Names that are read at most. */
const mostAuthors = 50;

export interface ReadExamples {
  examples: NewExample[];
  /** What could not be read, each with the reason. */
  unread: { position: string; text: string; reason: string }[];
}

/** Reads what an interest is to begin with. What is good is kept where something beside it is bad. */
export async function readExamples(store: Store, given: GivenExamples): Promise<ReadExamples> {
  const said = { verdict: 'more', origin: 'seed' } as const;
  const read: ReadExamples = { examples: [], unread: [] };
  if (given.papers.trim() !== '') {
    const { seeds, texts, unread, cut } = await readSeeds(store, given.papers, given.fileName ?? 'seeds');
    read.examples.push(
      ...seeds.map(({ id }) => ({ paperId: id, ...said })),
      ...texts.map(({ title, abstract }) => ({ title, abstract, ...said })),
    );
    read.unread.push(...unread);
    if (cut)
      read.unread.push({
        position: 'the end',
        text: '',
        reason:
          'More was given than is read at once: 50 papers count, the first ones. Add the others afterwards.',
      });
  }
  const names = given.authors.split(/\r?\n/).map((name) => name.trim());
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    const position = `author ${index + 1}`;
    const shown = name.slice(0, 120).toWellFormed();
    if (index >= mostAuthors) {
      read.unread.push({ position, text: shown, reason: `At most ${mostAuthors} names are read.` });
      break;
    }
    const key = authorKey(name.slice(0, 300));
    const author = key === 'unnamed' ? null : await getAuthor(store, key);
    if (author === null)
      read.unread.push({ position, text: shown, reason: 'No paper here is by somebody of that name.' });
    else read.examples.push({ authorKey: key, name: author.name, ...said });
  }
  const text = given.text.trim();
  if (text !== '') {
    if (text.length > longestExampleText)
      read.unread.push({
        position: 'your words',
        text: '',
        reason: `Only the first ${longestExampleText.toLocaleString('en')} characters count.`,
      });
    read.examples.push({ title: '', abstract: text, ...said });
  }
  return read;
}
