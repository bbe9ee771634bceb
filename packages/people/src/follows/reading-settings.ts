import type { Store } from '@broadsheet/papers';

/** What a member has chosen about reading. */
export interface ReadingSettings {
  /** Whether others may follow what they vote for. */
  sharesVotes: boolean;
  /** Papers that a catch-up shows at most, 5 to 200. */
  catchUpBudget: number;
  /** Days that a catch-up looks back over, 1 to 31, whatever was read; null where it goes on from where they said so last. */
  catchUpDays: number | null;
}

const presets: ReadingSettings = { sharesVotes: false, catchUpBudget: 30, catchUpDays: null };

export const budgets = { least: 5, most: 200 } as const;
export const longestLook = 31;

/** What a member has chosen; what they have not is as it is by default. */
export async function getReadingSettings(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<ReadingSettings> {
  const [row] = await store.query<ReadingSettings>(
    `select shares_votes as "sharesVotes", catch_up_budget as "catchUpBudget", catch_up_days as "catchUpDays"
       from reading_settings where member_id = $1`,
    [memberId],
  );
  return row ?? presets;
}

/**
 * Changes some of a member's choices.
 * @throws RangeError for a budget or a number of days outside its bounds.
 */
export async function changeReadingSettings(
  store: Pick<Store, 'query'>,
  memberId: string,
  change: Partial<ReadingSettings>,
): Promise<ReadingSettings> {
  const settings = { ...(await getReadingSettings(store, memberId)), ...change };
  const { sharesVotes, catchUpBudget, catchUpDays } = settings;
  if (!isBetween(catchUpBudget, budgets.least, budgets.most))
    throw new RangeError(`A catch-up shows ${budgets.least} to ${budgets.most} papers.`);
  if (catchUpDays !== null && !isBetween(catchUpDays, 1, longestLook))
    throw new RangeError(`A catch-up looks back over 1 to ${longestLook} days.`);
  await store.query(
    `insert into reading_settings (member_id, shares_votes, catch_up_budget, catch_up_days) values ($1, $2, $3, $4)
     on conflict (member_id) do update set shares_votes = excluded.shares_votes,
       catch_up_budget = excluded.catch_up_budget, catch_up_days = excluded.catch_up_days`,
    [memberId, sharesVotes, catchUpBudget, catchUpDays],
  );
  return settings;
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
