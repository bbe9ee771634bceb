export * from './reject.ts';
export * from './source-record.ts';
