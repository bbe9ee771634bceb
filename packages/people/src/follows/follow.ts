import type { AuthorIdentity } from './author-identity.ts';

export const followKinds = ['author', 'venue', 'category', 'search', 'member'] as const;
export type FollowKind = (typeof followKinds)[number];

/**
 * What a reader follows.
 *
 * - `author`: `authorKey(name)`; `identity` says which of those who share the name.
 * - `venue`: as its page is called.
 * - `category`: `cs.LG`, or `cs` for all that begin with `cs.`.
 * - `search`: a query, as in the search box: papers must hold all its words.
 * - `member`: what somebody here votes for, where they share it.
 */
export interface Follow {
  id: number;
  kind: FollowKind;
  /** In the canonical form of its kind; of a member the handle. */
  value: string;
  /** As people call it. Hostile until escaped. */
  label: string;
  /** Of an author: which of those who share the name; null for all of them, and for other kinds. */
  identity: AuthorIdentity | null;
  createdAt: Date;
}

/** Most things that a member follows. */
export const mostFollows = 300;
/** Most of them that may be searches: each is asked of everything new. */
export const mostSearches = 50;
