import { analyse, type Store } from '@broadsheet/papers';

/** As in the search for papers: how much a repeated term still counts, and how much a long note loses. */
const k1 = 1.2;
const b = 0.75;

/**
 * The papers of a library whose notes or tags hold words of a query, best first, by BM25 over the library's own notes.
 * Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the inverse document frequency
 * that is never negative.
 * @param words what was typed, without operators. Words count in any inflection; none is required.
 */
export async function rankNotes(
  store: Pick<Store, 'query'>,
  memberId: string,
  words: string,
): Promise<{ id: number; score: number }[]> {
  const terms = [...new Set(analyse(words).split(' ').filter(Boolean))].slice(0, 64);
  if (terms.length === 0) return [];
  const [all] = await store.query<{ notes: number; length: number }>(
    `select count(*)::int as notes, coalesce(avg(cardinality(string_to_array(terms, ' '))), 1)::float as length
       from library_entries where member_id = $1 and terms <> ''`,
    [memberId],
  );
  const rows = await store.query<{ id: number; terms: string }>(
    `select paper_id as id, terms from library_entries
      where member_id = $1 and string_to_array(terms, ' ') && $2::text[]`,
    [memberId, terms],
  );
  const notes = rows.map(({ id, terms: text }) => ({ id, held: text.split(' ') }));
  const weight = new Map(
    terms.map((term) => {
      const holding = notes.filter(({ held }) => held.includes(term)).length;
      return [term, Math.log(1 + ((all?.notes ?? 0) - holding + 0.5) / (holding + 0.5))];
    }),
  );
  return notes
    .map(({ id, held }) => {
      const damped = k1 * (1 - b + (b * held.length) / Math.max(1, all?.length ?? 1));
      const score = terms.reduce((sum, term) => {
        const times = held.filter((one) => one === term).length;
        return sum + ((weight.get(term) ?? 0) * times * (k1 + 1)) / (times + damped);
      }, 0);
      return { id, score };
    })
    .sort((one, other) => other.score - one.score || other.id - one.id);
}
