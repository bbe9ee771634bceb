import type { Store } from '../store/store.ts';
import { takeTurn } from './take-turn.ts';

/** An encoder as the store knows it, without its model. */
export interface StoredEncoder {
  readonly id: number;
  readonly fingerprint: string;
  /** For people. */
  readonly name: string;
  readonly dimensions: number;
  /** What it was made of and how good it is, as packages/learn writes it. */
  readonly about: unknown;
  readonly madeAt: Date;
  readonly active: boolean;
  /** How many papers it has vectors of. */
  readonly papers: number;
}

export interface NewEncoder {
  /** The same fingerprint, the same vectors. */
  readonly fingerprint: string;
  readonly name: string;
  readonly dimensions: number;
  /** Null where the model lies elsewhere, as `about` says. */
  readonly model: Uint8Array | null;
  readonly about: unknown;
}

const columns = `id, fingerprint, name, dimensions, about, made_at as "madeAt",
  id = (select (value #>> '{}')::bigint from facts where key = 'encoder') is true as active`;

/** Keeps an encoder, which is not in use by that. One of the same fingerprint is kept as it is. @returns its id */
export async function addEncoder(store: Pick<Store, 'query'>, encoder: NewEncoder): Promise<number> {
  const { fingerprint, name, dimensions, model, about } = encoder;
  const [row] = await store.query<{ id: number }>(
    `with made as (
       insert into encoders (fingerprint, name, dimensions, model, about) values ($1, $2, $3, $4, $5::jsonb)
       on conflict (fingerprint) do nothing returning id)
     select id from made union all select id from encoders where fingerprint = $1 limit 1`,
    [fingerprint, name, dimensions, model, JSON.stringify(about)],
  );
  if (row === undefined) throw new Error(`Encoder ${fingerprint} was removed while it was added. Try again.`);
  return row.id;
}

/** The newest first. Counts vectors, which takes a moment for many papers. */
export function listEncoders(store: Pick<Store, 'query'>): Promise<StoredEncoder[]> {
  return store.query(
    `select ${columns}, (select count(*)::int from paper_vectors v where v.encoder_id = encoders.id) as papers
       from encoders order by id desc`,
  );
}

/** The encoder in use, or null before there is one. Its `papers` are not counted. */
export async function activeEncoder(
  store: Pick<Store, 'query'>,
): Promise<Omit<StoredEncoder, 'papers'> | null> {
  const [row] = await store.query<Omit<StoredEncoder, 'papers'>>(
    `select ${columns} from encoders where id = (select (value #>> '{}')::bigint from facts where key = 'encoder')`,
  );
  return row ?? null;
}

/** The encoder that was in use before the present one, or null where there was none or it was removed. */
export async function encoderBefore(
  store: Pick<Store, 'query'>,
): Promise<Omit<StoredEncoder, 'papers'> | null> {
  const [row] = await store.query<Omit<StoredEncoder, 'papers'>>(
    `select ${columns} from encoders
      where id = (select (value #>> '{}')::bigint from facts where key = 'encoder-before')`,
  );
  return row ?? null;
}

/** Encoders whose models are kept in the store, those first that have vectors of papers, of these the newest first. */
export function listOwnEncoders(store: Pick<Store, 'query'>): Promise<Omit<StoredEncoder, 'papers'>[]> {
  return store.query(
    `select ${columns} from encoders where model is not null
      order by exists (select from paper_vectors v where v.encoder_id = encoders.id) desc, id desc`,
  );
}

/** The bytes of an encoder's model; null where it lies elsewhere, or there is no such encoder. */
export async function readModel(store: Pick<Store, 'query'>, id: number): Promise<Uint8Array | null> {
  const [row] = await store.query<{ model: Uint8Array | null }>('select model from encoders where id = $1', [
    id,
  ]);
  return row?.model ?? null;
}

/**
 * Takes an encoder into use, from one moment to the next. Papers that it has no vectors of yet wait for it, and those that
 * changed since it was made, which it may have seen before they did.
 * @throws RangeError where there is no such encoder.
 */
export async function activateEncoder(store: Pick<Store, 'transaction'>, id: number): Promise<void> {
  await store.transaction(async ({ query }) => {
    await takeTurn(query);
    const [known] = await query('select id from encoders where id = $1 for update', [id]);
    if (known === undefined) throw new RangeError(`There is no encoder ${id}.`);
    await query(
      `insert into facts (key, value) select 'encoder-before', value from facts where key = 'encoder' and value <> $1::jsonb
       on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(id)],
    );
    await query(
      `insert into facts (key, value) values ('encoder', $1::jsonb)
       on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(id)],
    );
    await query(
      `insert into papers_to_encode (paper_id)
       select p.id from papers p, encoders e
        where e.id = $1 and (p.changed_at > e.made_at
              or not exists (select from paper_vectors v where v.encoder_id = $1 and v.paper_id = p.id))
       on conflict (paper_id) do nothing`,
      [id],
    );
  });
}

/** Removes an encoder with its vectors. @throws RangeError where it is in use. */
export async function removeEncoder(store: Pick<Store, 'query' | 'transaction'>, id: number): Promise<void> {
  await store.transaction(async ({ query }) => {
    const removed = await query(
      `delete from encoders where id = $1 and id is distinct from
         (select (value #>> '{}')::bigint from facts where key = 'encoder') returning id`,
      [id],
    );
    const [left] = removed.length > 0 ? [] : await query('select id from encoders where id = $1', [id]);
    if (left !== undefined) throw new RangeError(`Encoder ${id} is in use. Take another one into use first.`);
  });
}
