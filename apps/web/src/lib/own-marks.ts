/** What a member has done with a paper, as its card shows it to them. */
export interface OwnMarks {
  /** Their vote for it stands. */
  voted: boolean;
  /** It is in their library. */
  saved: boolean;
}
