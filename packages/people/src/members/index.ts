export { leastRole, may, type Action } from './may.ts';
export { roles, type Member, type Role } from './member.ts';
