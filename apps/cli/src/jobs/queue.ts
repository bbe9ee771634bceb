import type { Store } from '@broadsheet/papers';
import type { PgBoss } from 'pg-boss';

/**
 * Opens the job queue in the store's own database (docs/decisions/003-job-queue.md): on a server any number of
 * processes work on it, in the embedded store the program itself does.
 * @param onError Hears of troubles between jobs; a job's own failure is kept with the job.
 */
export async function openQueue(store: Store, onError: (error: Error) => void): Promise<PgBoss> {
  const { fromPglite, PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    db:
      store.kind === 'embedded'
        ? fromPglite(embedded(store))
        : { executeSql: (text, values) => run(store, text, values) },
    backend: store.kind === 'embedded' ? 'pglite' : 'postgres',
    // One process on a laptop: nobody waits for these, and each is a statement in the one session.
    ...(store.kind === 'embedded' ? { monitorVacuum: false, reindex: false } : {}),
  });
  boss.on('error', onError);
  await alone(store, () => boss.start());
  return boss;
}

/** Its tables are made at the first start, and two processes that start together would both want to make them. */
async function alone(store: Store, work: () => Promise<unknown>): Promise<void> {
  if (store.kind === 'embedded') {
    await work();
    return;
  }
  await store.transaction(async ({ query }) => {
    await query(`select pg_advisory_xact_lock(hashtext('broadsheet job queue'))`);
    await work();
  });
}

/** What pg-boss asks of an embedded database. */
function embedded(store: Store) {
  return {
    // Its type lets the caller choose what rows are.
    query: async <T>(text: string, values?: unknown[]) => ({
      rows: (await store.query(text, values)) as T[],
    }),
    exec: async (text: string) => [{ rows: await store.script(text) }],
  };
}

/** Without values a text may be several statements. */
async function run(store: Store, text: string, values?: unknown[]): Promise<{ rows: object[] }> {
  return {
    rows:
      values === undefined || values.length === 0
        ? await store.script(text)
        : await store.query(text, values),
  };
}
