import type { fields } from '@broadsheet/papers';
import { parseIdentity } from '@broadsheet/papers';
import { z } from 'zod';
import { LibraryState, Note } from '../entry.ts';
import { refusedItem, type ReadLibraryItem } from './library-item.ts';

/** An entry as `writeLibrary` writes it. What is said of the paper is read loosely; what the reader said of it, strictly. */
const OwnEntry = z.object({
  identities: z.array(z.string().max(600)).max(50).default([]),
  title: z.string().min(1).max(2000),
  authors: z.array(z.string().max(300)).max(10_000).default([]),
  year: z.number().int().min(1600).max(9998).nullish(),
  venue: z.string().max(500).nullish(),
  abstract: z.string().max(50_000).default(''),
  state: LibraryState.default('to-read'),
  tags: z.array(z.string().max(200)).max(200).default([]),
  note: Note.default(''),
  savedAt: z.iso.datetime().optional(),
  readAt: z.iso.datetime().nullish(),
});

/** Reads an entry of our own JSON: see `LibraryDocument`. */
export function readOwnEntry(position: string, row: fields.Row): ReadLibraryItem {
  const read = OwnEntry.safeParse(row);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refusedItem(
      'library',
      position,
      issue?.path.join('.') ?? null,
      `${issue?.path.join('.') ?? 'The entry'}: ${issue?.message ?? 'does not fit'}.`,
      JSON.stringify(row),
    );
  }
  const { identities, title, authors, year, venue, abstract, state, tags, note, savedAt, readAt } = read.data;
  return {
    ok: true,
    item: {
      position,
      record: {
        source: 'library',
        key: title.slice(0, 400),
        identities: identities.flatMap((name) => {
          const parsed = parseIdentity(name);
          return parsed === null ? [] : [{ scheme: parsed.scheme, value: parsed.value }];
        }),
        title,
        abstract,
        authors: authors.filter(Boolean).map((name) => ({ name })),
        ...(venue ? { venue } : {}),
        ...(year ? { published: { value: String(year), precision: 'year' as const } } : {}),
      },
      entry: {
        state,
        tags,
        note,
        ...(savedAt === undefined ? {} : { savedAt: new Date(savedAt) }),
        ...(readAt ? { readAt: new Date(readAt) } : {}),
      },
    },
  };
}
