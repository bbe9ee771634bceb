import { z } from 'zod';

/** How far somebody is with a paper, from the first to the last. */
export const libraryStates = ['to-read', 'reading', 'later', 'read'] as const;
export type LibraryState = (typeof libraryStates)[number];
export const LibraryState = z.enum(libraryStates, { error: 'Give to-read, reading, later or read.' });

/** Papers that one library holds at most. */
export const mostEntries = 20_000;
/** Tags that one paper bears at most. */
export const mostTags = 50;
/** Characters of a note at most. */
export const longestNote = 20_000;

/** A word or some words of the reader's own: one line of 1 to 60 characters, spaces made one. No commas: lists have those. */
export const Tag = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, 'A tag has at least one character.')
      .max(60, 'A tag has at most 60 characters.')
      .regex(/^[^,\p{Control}\u2028\u2029]*$/u, 'A tag holds no commas.')
      .refine((text) => text.isWellFormed(), 'A tag is Unicode text.'),
  );

/** Markdown, as it was typed. */
export const Note = z
  .string()
  .max(longestNote, `A note has at most ${longestNote.toLocaleString('en')} characters.`)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'A note is Unicode text.')
  .transform((text) => text.replace(/\r\n?/g, '\n').trimEnd());

/** What is to become of entries; what is not named stays. */
export const LibraryChange = z.strictObject({
  state: LibraryState.optional(),
  addTags: z.array(Tag).max(mostTags).optional(),
  removeTags: z.array(Tag).max(mostTags).optional(),
  /** In place of all tags before. */
  tags: z.array(Tag).max(mostTags, `A paper bears at most ${mostTags} tags.`).optional(),
  note: Note.optional(),
});
export type LibraryChange = z.infer<typeof LibraryChange>;

/** What a reader has said of a paper of their library. */
export interface LibraryEntry {
  paperId: number;
  state: LibraryState;
  /** In alphabetical order. */
  tags: string[];
  /** Markdown; empty where there is none. Hostile until rendered. */
  note: string;
  savedAt: Date;
  changedAt: Date;
  /** When it was first said to be read; null while it was not. */
  readAt: Date | null;
}

/** The columns of a LibraryEntry, of `library_entries e`. */
export const entryColumns = `e.paper_id as "paperId", e.state, e.tags, e.note, e.saved_at as "savedAt",
  e.changed_at as "changedAt", e.read_at as "readAt"`;
