import type { Store } from '@broadsheet/papers';

/** The row of a scope, as it stands. */
export interface StoredTurn {
  next_at: Date;
  held_by: string | null;
  held_until: Date | null;
  day: string;
  used: number;
  failures: number;
  rests_until: Date | null;
}

export async function storedTurn(store: Store, scope: string): Promise<StoredTurn> {
  const [row] = await store.query<StoredTurn>('select * from request_turns where scope = $1', [scope]);
  if (row === undefined) throw new Error(`Nobody has asked ${scope}.`);
  return row;
}
