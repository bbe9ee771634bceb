/** Who reads here and what they do: members and roles, votes, talk, libraries, rules, interests. Floor 1. */
export * from './accounts/index.ts';
export * from './interests/index.ts';
export * from './members/index.ts';
export * from './library/index.ts';
export * from './rules/index.ts';
export * from './talk/index.ts';
export * from './tokens/index.ts';
export * from './votes/index.ts';
export * from './claims/index.ts';
export * from './submissions/index.ts';
export * from './follows/index.ts';
export * from './catch-up/index.ts';
export * from './private-addresses/index.ts';
export * from './moderation/index.ts';
export * from './audit/index.ts';
export * from './own-data/index.ts';
