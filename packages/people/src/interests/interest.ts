/** Interests that a reader may have, and examples that one may have. */
export const mostInterests = 20;
export const mostExamples = 200;
/** Characters of a text to learn from: its beginning tells what it is about. */
export const longestText = 8_000;
export const longestName = 80;

export type Verdict = 'more' | 'less';

/** One of a reader's interests, as it stands. */
export interface Interest {
  id: number;
  name: string;
  /** How much it counts beside the others: 0 (rests) to 100. */
  weight: number;
  createdAt: Date;
  changedAt: Date;
  /** Examples of what it wants more of, and less of. */
  more: number;
  less: number;
}

/** What an interest is learnt from. */
export interface InterestExample {
  id: number;
  interestId: number;
  verdict: Verdict;
  /** It began with it, or the reader said so of a paper later. */
  origin: 'seed' | 'feedback';
  /** A paper of the store; */
  paperId: number | null;
  /** or all papers of an author, by `authorKey`; */
  authorKey: string | null;
  /** or a text. Of a paper its title as it is now, of an author the name. */
  title: string;
  abstract: string;
  createdAt: Date;
}

/** An example to add: a paper, an author, or a text. */
export type NewExample = { verdict: Verdict; origin: InterestExample['origin'] } & (
  { paperId: number } | { authorKey: string; name: string } | { title: string; abstract: string }
);

/** Why something was not kept, in words for the reader. */
export interface InterestRefusal {
  refused: string;
}
