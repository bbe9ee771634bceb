import { roles, type Member, type Role } from './member.ts';

/**
 * The least role for each thing that needs an account. Everything else (reading, searching, subscribing by mail) is open to all,
 * unless the installation is closed.
 */
const least = {
  /** A library, notes, interests, follows, rules, feeds of one's own, tokens, export. */
  'keep own things': 'reader',
  vote: 'member',
  comment: 'member',
  report: 'member',
  'submit papers': 'member',
  'claim papers': 'member',
  'start groups': 'member',
  /** Feature, merge, split, hide, lock; answer reports and claims; see the audit of votes. */
  moderate: 'editor',
  /** Invite, change roles, remove accounts; the pages of the operator. */
  'manage members': 'owner',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof least;

/** The least role that may do it. */
export function leastRole(action: Action): Role {
  return least[action];
}

/** Whether somebody may do it. */
export function may(who: Pick<Member, 'role'> | null, action: Action): boolean {
  return who !== null && roles.indexOf(who.role) >= roles.indexOf(least[action]);
}
