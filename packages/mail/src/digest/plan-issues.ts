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
import { readerDesk, readersOf, type Reader } from './readers.ts';

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
    await planSome(store, desk, due, options, report);
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

async function planSome(
  store: Store,
  desk: NewsDesk,
  due: readonly Subscription[],
  options: PlanOptions,
  report: PlanReport,
): Promise<void> {
  const received = await receivedBy(store, due);
  const readers = await readersOf(
    store,
    due.map(({ id }) => id),
  );
  const waiting: number[] = [];
  const decided: Decided[] = [];
  for (const subscription of due) {
    if (options.signal?.aborted) break;
    const reader = readers.get(subscription.id) ?? null;
    const decision = await decide(store, desk, subscription, received(subscription.id), reader, options);
    if (decision === 'waiting') waiting.push(subscription.id);
    else decided.push({ subscription, ...decision });
  }
  if (waiting.length > 0)
    await store.query('update subscriptions set held_until = $2 where id = any($1::bigint[])', [
      waiting,
      new Date(options.now.getTime() + lookAgain),
    ]);
  await write(store, decided, options.now);
  report.waiting += waiting.length;
  report.composed += decided.filter(({ issue }) => issue !== null).length;
  report.empty += decided.filter(({ issue }) => issue === null).length;
}

interface Decision {
  /** What was looked at; null where nothing has been announced since the last issue. */
  window: NewsWindow | null;
  /** null where it would be empty. */
  issue: ComposedIssue | null;
}

interface Decided extends Decision {
  subscription: Subscription;
}

/** What is to become of an issue that is due. */
async function decide(
  store: Store,
  desk: NewsDesk,
  { plan, nextAt, coveredTo, coveredAt, mutes, createdAt }: Subscription,
  received: ReadonlySet<number>,
  reader: Reader | null,
  { now, latestHours }: PlanOptions,
): Promise<Decision | 'waiting'> {
  const window = newsWindow(plan.cadence, coveredTo, now, createdAt);
  if (window === null || nextAt === null) return { window: null, issue: null };
  const partial = await desk.once(`days ${window.from} ${window.to}`, () =>
    unfinishedDays(store, window, now),
  );
  if (partial.length > 0 && now.getTime() < nextAt.getTime() + latestHours * 3_600_000) return 'waiting';
  const own = readerDesk(store, desk.once, now);
  const issue = await composeIssue(desk, {
    plan,
    window,
    since: coveredAt,
    received,
    mutes,
    partial,
    follows: reader === null ? [] : await own.follows(reader),
    rules: reader === null ? null : await own.rules(reader),
  });
  return { window, issue };
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
    const due = rows.map(({ address, ...row }) => ({ address, subscription: readSubscription(row) }));
    const received = await receivedBy(
      store,
      due.map(({ subscription }) => subscription),
    );
    const readers = await readersOf(
      store,
      due.map(({ subscription }) => subscription.id),
    );
    for (const { address, subscription } of due) {
      last = subscription.id;
      const reader = readers.get(subscription.id) ?? null;
      const decision = await decide(store, desk, subscription, received(subscription.id), reader, options);
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

/** Every paper that subscriptions have brought, under its present id. */
async function receivedBy(
  store: Store,
  due: readonly Subscription[],
): Promise<(subscriptionId: number) => ReadonlySet<number>> {
  const rows = await store.query<{ subscription: number; papers: number[] }>(
    'select subscription_id as subscription, papers from issues where subscription_id = any($1::bigint[])',
    [due.map(({ id }) => id)],
  );
  const present = await presentIdOf(
    store,
    rows.flatMap(({ papers }) => papers),
  );
  const bySubscription = Map.groupBy(rows, ({ subscription }) => subscription);
  return (id) =>
    new Set((bySubscription.get(id) ?? []).flatMap(({ papers }) => papers.map((paper) => present(paper))));
}

/** Writes what was decided, all of it or nothing. */
async function write(store: Store, decided: readonly Decided[], now: Date): Promise<void> {
  if (decided.length === 0) return;
  const rows = decided.map(({ subscription: { id, plan, nextAt, nextDay }, window, issue }) => {
    const next = nextIssue(plan.cadence, nextDay, now);
    return {
      id,
      was_at: nextAt,
      day: nextDay,
      next_at: next.at,
      next_day: next.day,
      covered_to: window?.to ?? null,
      papers: issue?.entries.map(({ paper }) => paper.id) ?? null,
      content: issue?.content ?? null,
    };
  });
  const given = `jsonb_to_recordset($1::jsonb) as v (id bigint, was_at timestamptz, day date, next_at timestamptz,
    next_day date, covered_to date, papers jsonb, content jsonb)`;
  const parameter = JSON.stringify(rows);
  await store.transaction(async ({ query }) => {
    // Where somebody else was quicker, or the subscriber has changed it meanwhile, what was put together is thrown away.
    const held = await query<{ id: number }>(
      `update subscriptions s
          set next_at = v.next_at, next_day = v.next_day, held_until = null, paused_until = null,
              covered_to = coalesce(v.covered_to, s.covered_to),
              covered_at = case when v.covered_to is null then s.covered_at else $2 end
         from ${given}
        where s.id = v.id and s.next_at = v.was_at and s.next_day = v.day returning s.id`,
      [parameter, now],
    );
    await query(
      `with written as (
         insert into issues (subscription_id, day, composed_at, papers, content)
         select v.id, v.day, $2, array(select p::bigint from jsonb_array_elements_text(v.papers) as p), v.content
           from ${given} where v.papers is not null and v.id = any($3::bigint[])
         on conflict (subscription_id, day) do nothing returning id, subscription_id)
       insert into mails (kind, issue_id, subscriber_id, address, address_key, domain, created_at, next_try_at)
       select 'digest', w.id, r.id, r.address, r.address_key, split_part(r.address_key, '@', 2), $2, $2
         from written w join subscriptions s on s.id = w.subscription_id join subscribers r on r.id = s.subscriber_id
        order by w.id`,
      [parameter, now, held.map(({ id }) => id)],
    );
  });
}
