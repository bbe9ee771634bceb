import type { Store } from '@broadsheet/papers';
import { auditVotes, type AuditReport } from './audit-votes.ts';

/** Milliseconds between two audits of a store, however many processes run. */
const between = 3_600_000;

/**
 * Audits the votes where that was not done within the last hour, by whichever process asks first; others do nothing.
 * @returns null where it is not due.
 */
export async function auditWhenDue(
  store: Pick<Store, 'query' | 'transaction'>,
  now: Date,
): Promise<AuditReport | null> {
  const taken = await store.query(
    `insert into facts (key, value) values ('votes-audited', to_jsonb($1::timestamptz))
     on conflict (key) do update set value = excluded.value
       where (facts.value #>> '{}')::timestamptz <= $2 returning key`,
    [now, new Date(now.getTime() - between)],
  );
  return taken.length === 0 ? null : auditVotes(store, now);
}
