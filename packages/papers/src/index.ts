/** The record of a paper: identities, ingest, store, views, ranking, feeds. Floor 0: imports no other room. */
export * from './analysis/index.ts';
export * from './archive/index.ts';
export * from './calendar/index.ts';
export * from './cite/index.ts';
export * from './duplicates/index.ts';
export * from './editions/index.ts';
export * from './feeds/index.ts';
export * from './identity/index.ts';
export * from './ingest/index.ts';
export * from './normalise/index.ts';
export * from './ranking/index.ts';
export * from './readers/index.ts';
export * from './record/index.ts';
export * from './runs/index.ts';
export * from './store/index.ts';
export * from './vectors/index.ts';
export * from './views/index.ts';
