/** A comment in a list in which each stands alone. */
export interface ListedComment {
  id: number;
  /** Safe. */
  html: string;
  author: { handle: string; name: string; isPaperAuthor: boolean } | null;
  paper: { key: string; titleHtml: string };
  /** ISO 8601, and in words. */
  at: string;
  ago: string;
}
