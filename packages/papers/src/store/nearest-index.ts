import { takePreparationLock } from './migrate.ts';
import type { Store } from './store.ts';

/** An encoder as far as its index needs it. */
interface Encoder {
  readonly id: number;
  readonly dimensions: number;
}

/** Beside the lock of migrations: a long build must not keep another process from starting. */
const buildLock = 8253376;

/**
 * What to order `paper_vectors` by so that the nearest of an encoder come first, as its HNSW index is made for: pgvector's cosine
 * distance, of which less is nearer. The statement must say `encoder_id = ` the number itself, since an index over some of
 * the rows is not taken for a parameter.
 * @param codes the column, @param query the placeholder of `[1,2,…]`, codes of a vector.
 */
export function nearestOrder({ dimensions }: Encoder, codes: string, query: string): string {
  return `(codes_as_halfvec(${codes})::halfvec(${whole(dimensions)})) <=> ${query}::halfvec(${whole(dimensions)})`;
}

/** Whether papers can be looked up by `nearestOrder` quickly: the index is there, whole, and of a pgvector that reads on. */
export async function hasNearestIndex(store: Store, { id }: Encoder): Promise<boolean> {
  if (!(await readsOn(store))) return false;
  const [index] = await store.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [nameOf(id)],
  );
  return index?.valid === true;
}

/**
 * Makes the HNSW index of an encoder's vectors where there is none: an index for each encoder, since encoders differ in their
 * dimensions, over an expression of the codes, so that nothing is kept twice and writing stays as it is. Papers are searched and
 * written meanwhile. Of several processes one makes it, and the others return at once. Indexes of encoders that are gone were
 * emptied with their vectors, and go too.
 * @returns whether it is there now.
 */
export async function prepareNearestIndex(store: Store, encoder: Encoder): Promise<boolean> {
  if (!(await readsOn(store))) return false;
  if (await hasNearestIndex(store, encoder)) return true;
  await makeFunction(store);
  const name = nameOf(encoder.id);
  const make = (concurrently: string) =>
    `create index ${concurrently} ${name} on paper_vectors
       using hnsw ((codes_as_halfvec(codes)::halfvec(${whole(encoder.dimensions)})) halfvec_cosine_ops)
       where encoder_id = ${whole(encoder.id)}`;
  if (store.kind === 'embedded') {
    await store.query(make(''));
    await store.query('analyze paper_vectors');
    return true;
  }
  return store.transaction(async (inside) => {
    // Held on this connection while another one builds, which must not be inside of a transaction.
    const [lock] = await inside.query<{ held: boolean }>('select pg_try_advisory_xact_lock($1) as held', [
      buildLock,
    ]);
    if (lock?.held !== true) return false;
    for (const gone of await listStale(inside, name)) await store.query(`drop index if exists ${gone}`);
    await store.query(make('concurrently'));
    // The planner has to know how many papers the encoder has: taking them for few, it would compare with each.
    await store.query('analyze paper_vectors');
    return true;
  });
}

/** Whether there is a pgvector that goes on reading where conditions leave too few (0.8). */
async function readsOn(store: Store): Promise<boolean> {
  if (!store.capabilities.vectors) return false;
  const [row] = await store.query<{ version: string }>(
    `select extversion as version from pg_extension where extname = 'vector'`,
  );
  const [major = 0, minor = 0] = (row?.version ?? '').split('.').map(Number);
  return major > 0 || minor >= 8;
}

/** Half precision holds int8 exactly. The cost keeps the planner from calling it for every paper. */
async function makeFunction(store: Store): Promise<void> {
  await store.transaction(async (inside) => {
    await takePreparationLock(inside);
    await inside.query(
      `create or replace function codes_as_halfvec(codes bytea) returns halfvec
         language sql immutable strict parallel safe cost 10000
         return (select array_agg((get_byte(codes, i) + 128) % 256 - 128 order by i)
                   from generate_series(0, length(codes) - 1) i)::halfvec`,
    );
  });
}

/** Of encoders that are gone, and what is left of an index whose making was cut off. */
async function listStale(inside: Pick<Store, 'query'>, name: string): Promise<string[]> {
  const rows = await inside.query<{ name: string }>(
    `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = 'paper_vectors'::regclass and c.relname like 'paper\\_vectors\\_near\\_%'
        and (c.relname = $1 or not exists (
              select from encoders e where c.relname = 'paper_vectors_near_' || e.id))`,
    [name],
  );
  return rows.map((row) => row.name);
}

function nameOf(encoderId: number): string {
  return `paper_vectors_near_${whole(encoderId)}`;
}

/** Numbers that become part of a statement. */
function whole(number: number): number {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is no whole number.`);
  return number;
}
