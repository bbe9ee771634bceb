import { mergeKey } from '../identity/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';
import { findPaper } from './find-paper.ts';
import { shown } from './shown.ts';
import { storableText } from './storable-text.ts';

/**
 * The paper that a record describes, without taking the record in: by one of its identities, else by the strict rule (title, first
 * author, year), a year more or less being the same, since a preprint and its print are often cited with different ones.
 */
export async function findDescribedPaper(
  store: Pick<Store, 'query'>,
  { identities = [], title, authors = [], published }: Partial<SourceRecordInput>,
): Promise<{ id: number; key: string } | null> {
  for (const { scheme, value } of identities) {
    const found = await findPaper(store, scheme === 'url' ? value : `${scheme}:${value}`);
    if (found !== null) return found;
  }
  const year = Number(published?.value.slice(0, 4));
  if (title === undefined || !Number.isInteger(year)) return null;
  const known = authors.map((author) => ({ name: author.name }));
  const keys = [year, year - 1, year + 1].flatMap((one) => mergeKey(title, known, one) ?? []);
  const [row] = await store.query<{ id: number }>(
    `select id from papers p where merge_key = any($1::text[]) and ${shown}
      order by array_position($1::text[], merge_key), id limit 1`,
    [keys.map(storableText)],
  );
  return row === undefined ? null : findPaper(store, `p${row.id}`);
}
