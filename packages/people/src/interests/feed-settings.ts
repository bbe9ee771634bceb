import type { Store } from '@broadsheet/papers';
import { z } from 'zod';

const percent = (preset: number) =>
  z
    .number({ error: 'Give a whole number from 0 to 100.' })
    .int('Give a whole number from 0 to 100.')
    .min(0, 'Give a whole number from 0 to 100.')
    .max(100, 'Give a whole number from 0 to 100.')
    .default(preset);

/** How a reader wants the feed mixed: each as a slider says it, 0 (not at all) to 100. */
export const FeedSettings = z.strictObject({
  /** Papers of a day's feed. */
  places: z
    .number({ error: 'Give a whole number from 5 to 100.' })
    .int('Give a whole number from 5 to 100.')
    .min(5, 'Give a whole number from 5 to 100.')
    .max(100, 'Give a whole number from 5 to 100.')
    .default(30),
  /** Days before today whose papers compete. */
  days: z
    .number({ error: 'Give a whole number from 1 to 60.' })
    .int('Give a whole number from 1 to 60.')
    .min(1, 'Give a whole number from 1 to 60.')
    .max(60, 'Give a whole number from 1 to 60.')
    .default(14),
  /** Being like what an interest is learnt from. */
  interest: percent(100),
  /** Attention that others pay. */
  votes: percent(20),
  /** Being new. */
  recency: percent(20),
  /** Code at hand. */
  code: percent(10),
  /** Being unlike what stands above in the feed. */
  diversity: percent(30),
  /** Share of the places that is divided among the interests, by their weights, whatever the papers score. */
  floor: percent(80),
  /** Share of the places for papers of fields beside the interests. */
  explore: percent(10),
});
export type FeedSettings = z.infer<typeof FeedSettings>;

export const usualFeedSettings: FeedSettings = FeedSettings.parse({});

/** How a member wants the feed; what cannot be read any more is as usual. */
export async function readFeedSettings(store: Pick<Store, 'query'>, memberId: string): Promise<FeedSettings> {
  const [row] = await store.query<{ settings: unknown }>(
    'select settings from feed_settings where member_id = $1',
    [memberId],
  );
  const read = FeedSettings.safeParse(row?.settings ?? {});
  return read.success ? read.data : usualFeedSettings;
}

export async function writeFeedSettings(
  store: Pick<Store, 'query'>,
  memberId: string,
  settings: FeedSettings,
): Promise<void> {
  await store.query(
    `insert into feed_settings (member_id, settings) values ($1, $2::jsonb)
     on conflict (member_id) do update set settings = excluded.settings`,
    [memberId, JSON.stringify(settings)],
  );
}
