/** Fields that an operator can narrow by, under their canonical names. */
export type FilterField = 'author' | 'cat' | 'venue' | 'year' | 'after' | 'before' | 'id';

/** `field:value`. The value is canonical: years `2023`, `2020-2023`, `2021-`, `-2019`; dates `2023`, `2023-05`, `2023-05-01`. */
export interface Filter {
  kind: 'filter';
  field: FilterField;
  value: string;
}

/** A word that a paper may contain; the ranking decides. */
interface Word {
  kind: 'word';
  text: string;
}

/** Words that stand next to each other. */
interface Phrase {
  kind: 'phrase';
  text: string;
}

export type Term = Word | Phrase | Filter;

/** One condition of a query: a term, a term that must occur (`+`), one that must not (`-`), or alternatives (`OR`). */
export type Clause =
  Term | { kind: 'must'; term: Word } | { kind: 'not'; term: Term } | { kind: 'or'; terms: Term[] };

/** A part of a query that was not understood, with the reason in plain words. The rest is searched. */
export interface Ignored {
  text: string;
  reason: string;
}

/** A query, understood. All clauses hold together; words alone are ranked, not required. */
export interface Query {
  clauses: Clause[];
  ignored: Ignored[];
}

/** Most characters of a query that are read: a long abstract, and an address that servers still take (8 kB). */
export const maxQueryLength = 3000;
/** Most terms of a query that is typed. With more words it is a pasted text, whose quotation marks and dashes are its own. */
export const maxQueryTerms = 64;
