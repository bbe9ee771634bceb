import type { SourceRecordInput } from '@broadsheet/papers';
import type { JudgedDocument } from '../collection/collection.ts';

/** The source under which documents are kept. */
export const scratchSource = 'collection';

/** What a record may hold; packages/papers refuses longer ones. */
const longestTitle = 2000;
const longestAbstract = 50_000;
/** Words that stand for the title where a collection has none: about as many as titles have. */
const titleWords = 10;

/**
 * A document as a record, which ingest takes in as any other. It has neither year nor authors, so that no two are ever joined
 * for having the same title. A paper must have a title: where the collection has none, the first ten words of the text serve,
 * and the abstract goes on behind them, so that every word stands in the paper once. Text beyond 52,000 characters is cut.
 * @param key The record's own name.
 * @returns null of a document without any word, which cannot be found anyway.
 */
export function recordOfDocument(document: JudgedDocument, key: string): SourceRecordInput | null {
  const { title, rest } = titleOf(document);
  if (title === '') return null;
  return {
    source: scratchSource,
    key,
    identities: [],
    title,
    abstract: rest.slice(0, longestAbstract),
    authors: [],
  };
}

function titleOf({ title, text }: JudgedDocument): { title: string; rest: string } {
  if (title.length > longestTitle)
    return { title: title.slice(0, longestTitle), rest: `${title.slice(longestTitle)} ${text}`.trim() };
  if (title !== '') return { title, rest: text };
  const words = new RegExp(`^\\s*(?:\\S+\\s+){0,${titleWords - 1}}\\S+`).exec(text)?.[0] ?? '';
  // A text without spaces is one word.
  const first = words.slice(0, longestTitle);
  return { title: first.trim(), rest: text.slice(first.length).trim() };
}
