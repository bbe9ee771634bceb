export { settle } from './bulk.ts';
export { ingest, type IngestOptions, type IngestProgress, type IngestReport } from './ingest.ts';
export { listRejects, type KeptReject } from './rejects.ts';
export { updateStanding } from './update-standing.ts';
export { refoldPapers } from './write.ts';
