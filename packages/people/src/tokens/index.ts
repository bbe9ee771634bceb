export * from './api-tokens.ts';
export * from './token-scopes.ts';
