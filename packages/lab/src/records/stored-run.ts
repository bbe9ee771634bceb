import type { StoredRun } from '@broadsheet/papers';
import type { LabRecord } from '../run/run-record.ts';

/** A record as the store keeps it: what is searched by stands beside it. */
export function storedRun(record: LabRecord): StoredRun {
  const { id, kind, hash, seed, metrics, seconds } = record;
  return {
    id,
    kind,
    hash,
    seed,
    metrics,
    method: record.kind === 'run' ? record.plan.method : record.row,
    data: record.kind === 'run' ? record.data.name : record.arm,
    encoder: record.kind === 'run' ? record.plan.encoder.kind : '',
    startedAt: new Date(record.started),
    seconds: seconds.training + seconds.evaluation,
    record,
  };
}
