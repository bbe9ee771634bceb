import type { Store } from '@broadsheet/papers';
import { openTestStore } from '@broadsheet/papers/testing';
import { createHttpClient, type PoliteClient, type Source } from '@broadsheet/sources';
import { seededRandom } from '../replay/seeded-random.ts';
import type { VirtualClock } from '../replay/virtual-clock.ts';

/** An empty store, on which the real HTTP client takes its turns. Close it. */
export function openPoliteStore(): Promise<Store> {
  return openTestStore();
}

/** The real client for a source, on a replay server. Close it. */
export function clientFor(
  source: Pick<Source, 'etiquette'>,
  { store, clock, signal }: { store: Store; clock: VirtualClock; signal?: AbortSignal },
): PoliteClient {
  return createHttpClient({
    store,
    etiquette: source.etiquette,
    userAgent: 'Broadsheet/0.1 (replay)',
    allowLoopback: true,
    clock,
    random: seededRandom(1),
    ...(signal === undefined ? {} : { signal }),
  });
}
