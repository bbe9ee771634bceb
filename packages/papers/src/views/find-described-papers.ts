import { identitiesOf, mergeKey } from '../identity/index.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import type { Store } from '../store/store.ts';
import { storableText } from './storable-text.ts';

/**
 * The papers that records describe, by the rules of `findDescribedPaper`, for many records in two statements.
 * @returns for each record the internal id of its paper, or null where none here is it.
 */
export async function findDescribedPapers(
  store: Pick<Store, 'query'>,
  records: readonly Partial<SourceRecordInput>[],
): Promise<(number | null)[]> {
  const names = records.map(({ identities = [] }) =>
    identities.flatMap(({ scheme, value }) =>
      [{ scheme, value }, ...identitiesOf(scheme === 'url' ? value : `${scheme}:${value}`)].map(
        (name) => `${name.scheme} ${storableText(name.value)}`,
      ),
    ),
  );
  const named = await store.query<{ name: string; id: number }>(
    `select scheme || ' ' || value as name, paper_id as id from identities
      where confirmed and (scheme, value) in
        (select split_part(n, ' ', 1), substr(n, strpos(n, ' ') + 1) from unnest($1::text[]) n)`,
    [[...new Set(names.flat())]],
  );
  const byName = new Map(named.map(({ name, id }) => [name, id]));
  const keys = records.map(({ title, authors = [], published }) => {
    const year = Number(published?.value.slice(0, 4));
    if (title === undefined || !Number.isInteger(year)) return [];
    const known = authors.map(({ name }) => ({ name }));
    return [year, year - 1, year + 1].flatMap((one) => mergeKey(title, known, one) ?? []).map(storableText);
  });
  const keyed = await store.query<{ key: string; id: number }>(
    'select merge_key as key, min(id) as id from papers where merge_key = any($1::text[]) group by 1',
    [[...new Set(keys.flat())]],
  );
  const byKey = new Map(keyed.map(({ key, id }) => [key, Number(id)]));
  return records.map((_, index) => {
    const name = names[index]?.find((one) => byName.has(one));
    if (name !== undefined) return byName.get(name) ?? null;
    const key = keys[index]?.find((one) => byKey.has(one));
    return key === undefined ? null : (byKey.get(key) ?? null);
  });
}
