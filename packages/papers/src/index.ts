export * from './record/source-record.ts';
export * from './record/reject.ts';
export * from './store/store.ts';
export * from './views/paper.ts';
export * from './views/selection.ts';
export * from './ranking/trending.ts';
