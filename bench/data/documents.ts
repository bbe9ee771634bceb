import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { readPapers, type SourceRecordInput } from '@broadsheet/papers';
import { readLines } from './lines.ts';

/** What every engine is given of a paper. */
export interface Document {
  id: string;
  title: string;
  abstract: string;
  authors: string[];
  /** For what only Broadsheet answers: facets. */
  categories: string[];
  venue: string | undefined;
  published: SourceRecordInput['published'];
}

/** The first papers of a file, one by one, as its reader gives them. */
export async function* papersOf(file: string, count: number): AsyncGenerator<Document> {
  let given = 0;
  for await (const item of readPapers(createReadStream(file), { name: basename(file) })) {
    if (!item.ok) continue;
    if (given++ === count) return;
    const { key, title, abstract = '', authors = [], categories = [], venue, published } = item.record;
    yield { id: key, title, abstract, authors: authors.map(({ name }) => name), categories, venue, published };
  }
}

/** The documents of a judged collection in the BEIR layout. */
export async function* collectionOf(folder: string): AsyncGenerator<Document> {
  for await (const line of readLines(join(folder, 'corpus.jsonl.gz'))) {
    const row = JSON.parse(line) as { _id: string; title?: string; text?: string };
    yield {
      id: row._id,
      title: row.title?.trim() || 'Untitled',
      abstract: row.text ?? '',
      authors: [],
      categories: [],
      venue: undefined,
      published: undefined,
    };
  }
}
