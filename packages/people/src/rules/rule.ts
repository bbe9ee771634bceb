/** What a rule can look at. The first four look for a text, of which each paper is read once. */
export const ruleKinds = [
  'word',
  'phrase',
  'expression',
  'organisation',
  'category',
  'author',
  'venue',
  'source',
] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** The kinds that look for a text in papers. */
export const patternKinds = ['word', 'phrase', 'expression', 'organisation'] as const;
export type PatternKind = (typeof patternKinds)[number];

/**
 * What a reader does not want to see.
 *
 * - `word`: a word of the title or the abstract, in any case, in the singular and the plural.
 * - `phrase`: words that stand there next to each other as they are, in any case, with or without accents; a hyphen between them
 *   counts as a space.
 * - `expression`: a regular expression (RE2 syntax) that the title or the abstract matches anywhere, in any case.
 * - `organisation`: a phrase in the affiliation of an author.
 * - `category`: one of the paper's categories; `cs` stands for all that begin with `cs.`.
 * - `author`: `authorKey(name)`, or an ORCID.
 * - `venue`: as its page is called.
 * - `source`: who brought the paper here first, such as `biorxiv`.
 */
export interface Rule {
  id: number;
  kind: RuleKind;
  /** In the canonical form of its kind. */
  value: string;
  /** As people call it. Hostile until escaped. */
  label: string;
  /** Of a kind that looks for a text: its row of `rule_patterns`; else null. */
  patternId: number | null;
  /** The last day (America/New_York) on which it holds; null where it has no end. */
  until: string | null;
  paused: boolean;
  createdAt: Date;
}

/** What decides whether a rule holds for a paper. */
export type RuleTest = Pick<Rule, 'kind' | 'value'>;

/** Most rules of a member: a reader's own list, not a way to fill a database. */
export const mostRules = 200;
/** Most of them that may be regular expressions. */
export const mostExpressions = 20;
