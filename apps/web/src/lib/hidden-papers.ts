/** What a reader's rules do to a list. */
export interface HiddenPapers {
  /** Papers that the rules hide. */
  count: number;
  /** Whether there may be more of them. */
  more: boolean;
  /** Whether they are shown all the same, because the reader asked for it. */
  shown: boolean;
  /** Which rules hide how many, those that hide most first; a paper that several hide counts for each. */
  by: { id: number; words: string; count: number }[];
}
