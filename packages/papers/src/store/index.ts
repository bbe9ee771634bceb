export { lockFolder, type FolderLock } from './folder-lock.ts';
export { lexicalIndex } from './lexical-index.ts';
export { hasNearestIndex, nearestOrder, prepareNearestIndex } from './nearest-index.ts';
export { newestMigration } from './migrate.ts';
export { defaultHome, openStore, StoreError, type StoreOptions } from './open.ts';
export type { Capabilities, Store } from './store.ts';
