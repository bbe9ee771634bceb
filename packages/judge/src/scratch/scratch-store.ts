import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ingest,
  listRejects,
  openStore,
  papersOfSource,
  type ReadItem,
  type Store,
} from '@broadsheet/papers';
import type { JudgedDocument } from '../collection/collection.ts';
import { recordOfDocument, scratchSource } from './record-of-document.ts';

/** A store of one collection's documents, in a folder that goes when it is closed. */
export interface ScratchStore {
  readonly store: Store;
  /** The document that a paper is, by the paper's id. */
  readonly documents: ReadonlyMap<number, string>;
  /** Documents that could not be kept, each with the reason; they are never found. */
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
  close(): Promise<void>;
}

/**
 * Takes documents into a new embedded store as it takes papers in, one paper to a document, in a folder for temporary files.
 * @param options.onProgress Told how many have been read.
 * @throws Error where two documents became one paper, which must not happen; what `openStore` throws.
 */
export async function openScratchStore(
  documents: readonly JudgedDocument[],
  { onProgress, signal }: { onProgress?: (read: number) => void; signal?: AbortSignal } = {},
): Promise<ScratchStore> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-judge-'));
  let store: Store | null = null;
  const close = async () => {
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    store = await openStore({ home: folder, databaseUrl: '' });
    const leftOut: { id: string; reason: string }[] = [];
    // Named by their number: an id may be longer than a record's name, and need not be text that a store can hold.
    const items = documents.flatMap((document, number): ReadItem[] => {
      const record = recordOfDocument(document, String(number));
      if (record === null) leftOut.push({ id: document.id, reason: 'It has no text.' });
      return record === null ? [] : [{ ok: true, position: String(number), record }];
    });
    const report = await ingest(store, items, {
      kind: 'import',
      origin: 'collection',
      ...(onProgress === undefined ? {} : { onProgress: ({ read }: { read: number }) => onProgress(read) }),
      ...(signal === undefined ? {} : { signal }),
    });
    signal?.throwIfAborted();
    if (report.rejected > 0)
      for (const { position, reason } of await listRejects(store, { limit: 100_000 }))
        leftOut.push({ id: documents[Number(position)]?.id ?? position, reason });
    const papers = await papersOfSource(store, scratchSource);
    const named = new Map([...papers].map(([key, paper]) => [paper, documents[Number(key)]?.id ?? key]));
    if (named.size + leftOut.length !== documents.length)
      throw new Error(
        `${documents.length} documents became ${named.size} papers, and ${leftOut.length} were left out.`,
      );
    return { store, documents: named, leftOut, close };
  } catch (error) {
    await close();
    throw error;
  }
}
