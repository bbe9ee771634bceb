/** Something on a page that its reader may follow, or hide. */
export interface FollowState {
  kind: 'author' | 'venue' | 'category' | 'search' | 'member';
  value: string;
  /** As the page calls it. */
  label: string;
  /** The number by which the reader follows it; null where they do not. */
  id: number | null;
}
