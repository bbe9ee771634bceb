export * from './change-member.ts';
export * from './create-member.ts';
export { getMember, memberAt, memberCalled } from './find-member.ts';
export { freeHandle } from './free-handle.ts';
export { parseHandle } from './handle.ts';
export * from './list-members.ts';
export { leastRole, may, type Action } from './may.ts';
export { longestName, tidyName } from './member-name.ts';
export { roles, type Member, type Role } from './member.ts';
