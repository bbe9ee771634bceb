/** A comment as pages show it: what the server has made of it. */
export interface ShownComment {
  id: number;
  depth: number;
  /** Safe; empty where it was removed. */
  html: string;
  author: { handle: string; name: string; isPaperAuthor: boolean; isEditor: boolean } | null;
  /** ISO 8601, and in words: `3 hours ago`. */
  at: string;
  ago: string;
  edited: boolean;
  removed: 'author' | 'editor' | null;
  reactions: { name: string; words: string; count: number; given: boolean }[];
  /** Of who reads. */
  isOwn: boolean;
  answers: ShownComment[];
}

/** What is typed into a form for a comment, and what came of it. */
export interface CommentForm {
  text: string;
  /** What it answers. */
  answer: number | null;
  /** What it is to take the place of. */
  edit: number | null;
  trouble: string;
  /** Safe HTML of what it would look like; null where nobody asked. */
  preview: string | null;
}
