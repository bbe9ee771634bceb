/** Who reads here and what they do: members and roles, votes, talk, libraries, rules, interests. Floor 1. */
export * from './members/index.ts';
export * from './talk/index.ts';
