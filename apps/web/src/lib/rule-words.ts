/** The kinds of mute rules: what each is called, and what is asked for. */
export const ruleKindWords = [
  ['word', 'A word', 'Whole, in singular and plural: llm also hides LLMs.'],
  ['phrase', 'A phrase', 'Words next to each other, in any case; a hyphen counts as a space.'],
  ['expression', 'A regular expression', 'In the syntax of RE2, in any case: \\bgpt-?\\d.'],
  ['category', 'A category', 'As arXiv writes it: cs.CV, or cs for all of them.'],
  ['author', 'An author', 'A name as it stands on papers, or an ORCID.'],
  ['organisation', 'An organisation', 'A phrase in the affiliation of an author, where one is known.'],
  ['venue', 'A venue', 'As its page here is called.'],
  ['source', 'A source', 'Papers that it brought here first: biorxiv.'],
] as const;

const nouns: Record<string, string> = {
  word: 'the word',
  phrase: 'the phrase',
  expression: 'the expression',
  category: 'the category',
  author: 'the author',
  organisation: 'the organisation',
  venue: 'the venue',
  source: 'the source',
};

/** A rule in words: `the word “llm”`. */
export function ruleInWords({ kind, label }: { kind: string; label: string }): string {
  return `${nouns[kind] ?? kind} “${label}”`;
}
