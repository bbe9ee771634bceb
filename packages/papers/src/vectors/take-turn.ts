import type { Store } from '../store/store.ts';

/**
 * Waits until no other transaction writes vectors or changes the encoder in use, and keeps others waiting until this one ends.
 * So readers who ask for what is new miss nothing, and nobody takes papers off the list for an encoder that no longer counts.
 */
export async function takeTurn(query: Store['query']): Promise<void> {
  await query('select pg_advisory_xact_lock(8253375)');
}
