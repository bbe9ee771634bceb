export { lexicalExpression, lexicalIndex } from './capabilities.ts';
export { newestMigration } from './migrate.ts';
export { defaultHome, openStore, StoreError, type StoreOptions } from './open.ts';
export * as schema from './schema.ts';
export type { Capabilities, Database, Store } from './store.ts';
