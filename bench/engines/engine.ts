import type { Document } from '../data/documents.ts';

/** A search engine under test, in a process of its own. */
export interface Engine {
  /** Takes all documents; afterwards they can be found. */
  index(documents: AsyncIterable<Document>): Promise<void>;
  /** Ids of the best documents, best first. The text is what a person typed. */
  search(text: string, limit: number): Promise<string[]>;
  close(): Promise<void>;
}
