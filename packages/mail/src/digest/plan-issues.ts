import { presentIdOf, type Store } from '@broadsheet/papers';
import { nextIssue } from '../subscriptions/cadence.ts';
import {
  readSubscription,
  subscriptionColumns,
  type Subscription,
  type SubscriptionRow,
} from '../subscriptions/subscription.ts';
import { newsDesk, type NewsDesk } from './candidates.ts';
import { composeIssue, type ComposedIssue } from './compose-issue.ts';
import { newsWindow, unfinishedDays, type NewsWindow } from './news-window.ts';

/** Subscriptions that are taken in one go. */
const handful = 100;

/** Who is killed in a pass holds its subscriptions for so long, in milliseconds. */
const lease = 120_000;

/** How often an issue that waits for its day is looked at again, in milliseconds. */
const lookAgain = 5 * 60_000;

export interface PlanOptions {
  now: Date;
  /** For how long after its due time an issue waits for a day that is not all here, in hours. */
  latestHours: number;
  signal?: AbortSignal;
  onProgress?: (progress: PlanReport) => void;
}

export interface PlanReport {
  /** Issues that were put together; their mails wait to be sent. */
  composed: number;
  /** There was nothing to say. */
  empty: number;
  /** The day is not all here yet. */
  waiting: number;
}

/**
 * Puts together the issues that are due. An issue, its mail and the time of the next one are written in one transaction,
 * after which the row of `issues` decides: whoever comes second finds it and does nothing. Any number of processes may do
 * this at once.
 */
export async function planIssues(store: Store, options: PlanOptions): Promise<PlanReport> {
  const report: PlanReport = { composed: 0, empty: 0, waiting: 0 };
  const desk = newsDesk(store);
  while (options.signal?.aborted !== true) {
    const due = await holdDue(store, options.now);
    if (due.length === 0) break;
    for (const subscription of due) {
      report[await planOne(store, desk, subscription, options)]++;
      if (options.signal?.aborted) break;
    }
    options.onProgress?.(report);
  }
  return report;
}

/** Takes subscriptions whose issue is due; nobody else gets them for a while. */
async function holdDue(store: Store, now: Date): Promise<Subscription[]> {
  const rows = await store.query<SubscriptionRow>(
    `update subscriptions s set held_until = $2
      where s.id in (select id from subscriptions
                    where next_at <= $1 and (held_until is null or held_until <= $1) and ended_at is null
                    order by next_at, id limit ${handful} for update skip locked)
      returning ${subscriptionColumns}`,
    [now, new Date(now.getTime() + lease)],
  );
  return rows.map(readSubscription);
}

async function planOne(
  store: Store,
  desk: NewsDesk,
  subscription: Subscription,
  options: PlanOptions,
): Promise<keyof PlanReport> {
  const decision = await decide(store, desk, subscription, options);
  if (decision === 'waiting') {
    await store.query('update subscriptions set held_until = $2 where id = $1', [
      subscription.id,
      new Date(options.now.getTime() + lookAgain),
    ]);
    return 'waiting';
  }
  await write(store, subscription, decision, options.now);
  return decision.issue === null ? 'empty' : 'composed';
}

interface Decision {
  /** What was looked at; null where nothing has been announced since the last issue. */
  window: NewsWindow | null;
  /** null where it would be empty. */
  issue: ComposedIssue | null;
}

/** What is to become of an issue that is due. */
async function decide(
  store: Store,
  desk: NewsDesk,
  { id, plan, nextAt, coveredTo, coveredAt, mutes, createdAt }: Subscription,
  { now, latestHours }: PlanOptions,
): Promise<Decision | 'waiting'> {
  const window = newsWindow(plan.cadence, coveredTo, now, createdAt);
  if (window === null || nextAt === null) return { window: null, issue: null };
  const partial = await desk.once(`days ${window.from} ${window.to}`, () =>
    unfinishedDays(store, window, now),
  );
  if (partial.length > 0 && now.getTime() < nextAt.getTime() + latestHours * 3_600_000) return 'waiting';
  const received = await receivedBy(store, id);
  return {
    window,
    issue: await composeIssue(desk, { plan, window, since: coveredAt, received, mutes, partial }),
  };
}

/** An issue that is due, and what would become of it. */
export interface DueIssueOutlook {
  subscriptionId: number;
  address: string;
  day: string;
  plan: Subscription['plan'];
  /** `waiting` for its day, `empty`, or the issue. */
  outcome: 'waiting' | 'empty' | ComposedIssue;
}

/** What `planIssues` would do now; writes nothing. */
export async function* outlook(store: Store, options: PlanOptions): AsyncGenerator<DueIssueOutlook> {
  const desk = newsDesk(store);
  for (let last = 0; ;) {
    const rows = await store.query<SubscriptionRow & { address: string }>(
      `select ${subscriptionColumns}, r.address from subscriptions s join subscribers r on r.id = s.subscriber_id
        where s.next_at <= $1 and s.ended_at is null and s.id > $2 order by s.id limit ${handful}`,
      [options.now, last],
    );
    if (rows.length === 0) return;
    for (const { address, ...row } of rows) {
      const subscription = readSubscription(row);
      last = subscription.id;
      const decision = await decide(store, desk, subscription, options);
      yield {
        subscriptionId: subscription.id,
        address,
        day: subscription.nextDay ?? '',
        plan: subscription.plan,
        outcome: decision === 'waiting' ? 'waiting' : (decision.issue ?? 'empty'),
      };
    }
  }
}

/** Every paper that a subscription has brought, under its present id. */
async function receivedBy(store: Store, subscriptionId: number): Promise<Set<number>> {
  const rows = await store.query<{ papers: number[] }>(
    'select papers from issues where subscription_id = $1',
    [subscriptionId],
  );
  const ids = rows.flatMap(({ papers }) => papers);
  return new Set(ids.map(await presentIdOf(store, ids)));
}

async function write(
  store: Store,
  { id, plan, nextAt, nextDay }: Subscription,
  { window, issue }: Decision,
  now: Date,
): Promise<void> {
  const next = nextIssue(plan.cadence, nextDay, now);
  await store.transaction(async ({ query }) => {
    const [held] = await query(
      `update subscriptions
          set next_at = $4, next_day = $5::date, held_until = null, paused_until = null,
              covered_to = coalesce($6::date, covered_to), covered_at = case when $6::date is null then covered_at else $7 end
        where id = $1 and next_at = $2 and next_day = $3::date returning id`,
      [id, nextAt, nextDay, next.at, next.day, window?.to ?? null, now],
    );
    // Somebody else was quicker, or the subscriber has changed it meanwhile: what was put together is thrown away.
    if (held === undefined || issue === null) return;
    const [written] = await query<{ id: number }>(
      `insert into issues (subscription_id, day, composed_at, papers, content) values ($1, $2::date, $3, $4::bigint[], $5::jsonb)
       on conflict (subscription_id, day) do nothing returning id`,
      [id, nextDay, now, issue.entries.map(({ paper }) => paper.id), JSON.stringify(issue.content)],
    );
    if (written === undefined) return;
    await query(
      `insert into mails (kind, issue_id, subscriber_id, address, address_key, domain, created_at, next_try_at)
       select 'digest', $1, s.id, s.address, s.address_key, split_part(s.address_key, '@', 2), $3, $3
         from subscribers s join subscriptions u on u.subscriber_id = s.id where u.id = $2`,
      [written.id, id, now],
    );
  });
}
