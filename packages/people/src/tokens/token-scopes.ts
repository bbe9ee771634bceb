import type { Action } from '../members/may.ts';

/** What a token may be used for, with the words in which its owner chooses. */
export const tokenScopes = {
  read: 'Read what you read: lists, your feed, your profile',
  library: 'Keep papers, notes, interests, follows and rules for you',
  vote: 'Vote as you',
  comment: 'Write comments and reports as you',
  submit: 'Submit papers and claim those you wrote, as you',
  moderate: 'Moderate, where your role may',
  account: 'Manage your tokens, and where your role may, members',
} as const satisfies Record<string, string>;

export type TokenScope = keyof typeof tokenScopes;

export const allScopes = Object.keys(tokenScopes) as TokenScope[];

/** The scope that each action takes by a token. */
const scopeOf: Record<Action, TokenScope> = {
  'keep own things': 'library',
  vote: 'vote',
  comment: 'comment',
  report: 'comment',
  'submit papers': 'submit',
  'claim papers': 'submit',
  'start groups': 'library',
  moderate: 'moderate',
  'manage members': 'account',
};

/** The scope that a token needs for an action. */
export function scopeFor(action: Action): TokenScope {
  return scopeOf[action];
}
