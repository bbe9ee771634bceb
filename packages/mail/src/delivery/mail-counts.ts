import type { Store } from '@broadsheet/papers';

/** How the mails stand, over all processes. */
export interface MailCounts {
  /** Kinds and states that have mails, by name. */
  counts: { kind: string; state: string; count: number }[];
  /** When the oldest mail was made that still waits; null where none does. */
  oldestWaiting: Date | null;
}

export async function mailCounts(store: Pick<Store, 'query'>): Promise<MailCounts> {
  const counts = await store.query<MailCounts['counts'][number]>(
    'select kind, state, count(*)::int as count from mails group by 1, 2 order by 1, 2',
  );
  const [oldest] = await store.query<{ at: Date | null }>(
    `select min(created_at) as at from mails where state = 'waiting'`,
  );
  return { counts, oldestWaiting: oldest?.at ?? null };
}
