import { foldTitle, normaliseRecord, SourceRecord, type Reject } from '@broadsheet/papers';
import type { LibraryItem } from './library-item.ts';

/** Schemes of names, the one first that is believed where there are several. Addresses may be private ones. */
const believed = ['arxiv', 'doi', 'acl', 'openreview'] as const;

/**
 * What may become public of a paper that somebody keeps and nobody here knew: a record of the source `library`.
 *
 * Of several names only the first is believed, for a reader's file must not make two papers of others into one. Dates come down to
 * the year, so that no day's list shows it as news. Addresses, keywords, notes and counts stay behind: they are the reader's own.
 * @returns a reject where it is no record, or says too little for two readers to mean the same paper by it.
 */
export function libraryRecord({ position, record }: LibraryItem): SourceRecord | Reject {
  const names = believed.flatMap((scheme) =>
    (record.identities ?? []).filter((name) => name.scheme === scheme),
  );
  const identities = names.map((name, index) => ({ ...name, confirmed: index === 0 }));
  const [first] = identities;
  const year = /^\d{4}/.exec(record.published?.value ?? '')?.[0];
  const authors = (record.authors ?? []).map(({ name }) => ({ name }));
  const [author] = authors;
  const reject = (field: string | null, reason: string): Reject => ({
    source: 'library',
    position,
    field,
    reason,
    excerpt: String(record.title).replace(/\s+/g, ' ').slice(0, 200),
  });
  if (first === undefined && (author === undefined || year === undefined))
    return reject(
      null,
      'It has neither an arXiv id, a DOI or another known name, nor an author and a year: one of them must say which paper it is.',
    );
  const key =
    first === undefined
      ? `title:${foldTitle(record.title).slice(0, 300)}|${foldTitle(author?.name ?? '').slice(0, 100)}|${year ?? ''}`
      : `${first.scheme}:${first.value}`;
  let normalised: unknown;
  try {
    normalised = normaliseRecord({
      source: 'library',
      key,
      identities,
      title: record.title,
      abstract: record.abstract ?? '',
      authors,
      ...(record.venue === undefined ? {} : { venue: record.venue }),
      ...(year === undefined ? {} : { published: { value: year, precision: 'year' } }),
    });
  } catch {
    return reject(null, 'Its text could not be read.');
  }
  const read = SourceRecord.safeParse(normalised);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return reject(issue?.path.join('.') ?? null, `${issue?.message ?? 'This is no record of a paper'}.`);
}

export function isReject(made: SourceRecord | Reject): made is Reject {
  return 'reason' in made;
}
