import type { Store } from '@broadsheet/papers';
import { z } from 'zod';
import { parseAddress, type MailAddress } from './address.ts';
import { nextIssue } from './cadence.ts';
import { Mute, SubscriptionPlan } from './plan.ts';
import { confirmationLasts } from './request-subscription.ts';
import { subscriberOf } from './subscriber.ts';
import { readSubscription, subscriptionColumns, type SubscriptionRow } from './subscription.ts';

/** A subscription with its address and its consent, as it goes out of an installation and into another. */
export interface SubscriberEntry {
  address: string;
  plan: SubscriptionPlan;
  createdAt: string;
  endedAt: string | null;
  pausedUntil: string | null;
  mutes: Mute[];
  /** Who asked and who confirmed; null where an older export knew nothing of it. */
  consent: { requestedAt: string; network: string; confirmedAt: string; confirmedNetwork: string } | null;
  /** Why nothing is sent there any more. */
  suppressed: string | null;
}

const Consent = z.object({
  requestedAt: z.iso.datetime(),
  network: z.string().max(200),
  confirmedAt: z.iso.datetime(),
  confirmedNetwork: z.string().max(200),
});

/** A line of an import. A bare address is an entry too: its plan is the importer's. */
const Entry = z.object({
  address: z.string(),
  plan: SubscriptionPlan.optional(),
  endedAt: z.iso.datetime().nullable().default(null),
  mutes: z.array(Mute).default([]),
  consent: Consent.nullable().default(null),
});

/** All subscriptions, by address; ended ones too. Streams in pieces, so that memory does not grow with their number. */
export async function* exportSubscribers(store: Pick<Store, 'query'>): AsyncGenerator<SubscriberEntry> {
  interface Row extends SubscriptionRow {
    address: string;
    suppressed: string | null;
    requestedAt: Date | null;
    network: string | null;
    confirmedAt: Date | null;
    confirmedNetwork: string | null;
  }
  for (let last = 0; ;) {
    const rows = await store.query<Row>(
      `select ${subscriptionColumns}, r.address, u.reason as suppressed,
              q.requested_at as "requestedAt", q.network, q.confirmed_at as "confirmedAt",
              q.confirmed_network as "confirmedNetwork"
         from subscriptions s join subscribers r on r.id = s.subscriber_id
         left join suppressions u on u.address_key = r.address_key
         left join subscription_requests q on q.id = s.request_id
        where s.id > $1 order by s.id limit 500`,
      [last],
    );
    for (const row of rows) {
      const { plan, mutes, createdAt, endedAt, pausedUntil } = readSubscription(row);
      yield {
        address: row.address,
        plan,
        createdAt: createdAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
        pausedUntil,
        mutes,
        consent:
          row.requestedAt === null || row.confirmedAt === null
            ? null
            : {
                requestedAt: row.requestedAt.toISOString(),
                network: row.network ?? '',
                confirmedAt: row.confirmedAt.toISOString(),
                confirmedNetwork: row.confirmedNetwork ?? '',
              },
        suppressed: row.suppressed,
      };
      last = row.id;
    }
    if (rows.length === 0) return;
  }
}

export interface ImportOptions {
  now: Date;
  /** For lines that bring none. */
  plan: SubscriptionPlan;
  /**
   * How these people agreed, in the operator's words: their subscriptions begin at once, and this is kept as the proof.
   * null: everybody is asked by mail first, as if they had filled in the form; those who bring a consent are not.
   */
  consent: string | null;
}

export interface ImportReport {
  /** Began at once. */
  begun: number;
  /** Were asked by mail. */
  asked: number;
  /** Had that subscription, or have ended it and are left alone. */
  known: number;
  rejects: { line: number; reason: string }[];
}

/**
 * Takes subscribers from lines: of JSON, as an export writes them, or bare addresses. What is wrong is told by line, and
 * the rest goes in; the same file twice changes nothing.
 */
export async function importSubscribers(
  store: Store,
  lines: AsyncIterable<string> | Iterable<string>,
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = { begun: 0, asked: 0, known: 0, rejects: [] };
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const read = readEntry(text);
    if ('reason' in read) report.rejects.push({ line, reason: read.reason });
    else report[await take(store, read, options)]++;
  }
  return report;
}

interface Read {
  address: MailAddress;
  entry: z.infer<typeof Entry>;
}

function readEntry(text: string): Read | { reason: string } {
  let value: unknown = { address: text.trim() };
  if (text.trimStart().startsWith('{')) {
    try {
      value = JSON.parse(text);
    } catch {
      return { reason: 'It begins like JSON and is none.' };
    }
  }
  const parsed = Entry.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { reason: `${issue?.path.join('.') || 'line'}: ${issue?.message ?? 'not an entry'}.` };
  }
  const address = parseAddress(parsed.data.address);
  return address === null
    ? { reason: `“${parsed.data.address.slice(0, 100)}” is no mail address.` }
    : { address, entry: parsed.data };
}

function take(
  store: Store,
  { address, entry }: Read,
  { now, plan: preset, consent }: ImportOptions,
): Promise<'begun' | 'asked' | 'known'> {
  const plan = entry.plan ?? preset;
  const agreed =
    entry.consent ??
    (consent === null
      ? null
      : {
          requestedAt: now.toISOString(),
          network: `operator: ${consent}`,
          confirmedAt: now.toISOString(),
          confirmedNetwork: `operator: ${consent}`,
        });
  return store.transaction(async ({ query }) => {
    const [known] = await query(
      `select from subscriptions s join subscribers r on r.id = s.subscriber_id
        where r.address_key = $1 and s.plan = $2::jsonb`,
      [address.key, JSON.stringify(plan)],
    );
    if (known !== undefined) return 'known';
    const [request] = await query<{ id: number }>(
      `insert into subscription_requests
              (address, address_key, plan, network, requested_at, expires_at, confirmed_at, confirmed_network)
       values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8) returning id`,
      [
        address.address,
        address.key,
        JSON.stringify(plan),
        agreed?.network ?? 'operator: import',
        agreed?.requestedAt ?? now,
        new Date(now.getTime() + confirmationLasts),
        agreed?.confirmedAt ?? null,
        agreed?.confirmedNetwork ?? null,
      ],
    );
    if (agreed === null) {
      await query(
        `insert into mails (kind, request_id, address, address_key, domain, created_at, next_try_at)
         values ('confirmation', $1, $2, $3, $4, $5, $5)`,
        [request?.id, address.address, address.key, address.domain, now],
      );
      return 'asked';
    }
    const subscriberId = await subscriberOf(query, address, now);
    const next = entry.endedAt === null ? nextIssue(plan.cadence, null, now) : null;
    await query(
      `insert into subscriptions (subscriber_id, request_id, plan, mutes, created_at, ended_at, next_at, next_day)
       values ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8::date)`,
      [
        subscriberId,
        request?.id,
        JSON.stringify(plan),
        JSON.stringify(entry.mutes),
        now,
        entry.endedAt,
        next?.at ?? null,
        next?.day ?? null,
      ],
    );
    return 'begun';
  });
}
