import { sql } from 'drizzle-orm';
import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { accountLinks } from './schema-people.ts';
import { noticeMails } from './schema-talk.ts';
import { papers } from './schema.ts';

/**
 * The tables of packages/mail: who gets which papers by mail, what was sent, and what came back. They lie here because
 * there is one database with one set of migrations; the JSON in them is read and written by packages/mail alone.
 */

/** A mail address with at least one confirmed subscription. */
export const subscribers = pgTable('subscribers', {
  id: id().primaryKey().generatedAlwaysAsIdentity(),
  /** As it was typed, the domain in ASCII and lower case. */
  address: text().notNull(),
  /** `addressKey(address)`: the same mailbox, the same key. */
  addressKey: text('address_key').notNull().unique(),
  createdAt: instant('created_at').notNull().defaultNow(),
  /** Counts up when the subscriber wants all signed links made anew: older ones are then worth nothing. */
  linkEpoch: integer('link_epoch').notNull().default(0),
});

/**
 * A wish to subscribe, with who asked when from where. Confirmed, it is the proof of consent and stays as long as the
 * subscription; unconfirmed, it goes some days after it has expired.
 */
export const subscriptionRequests = pgTable(
  'subscription_requests',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    address: text().notNull(),
    addressKey: text('address_key').notNull(),
    /** What was asked for: a `SubscriptionPlan`. */
    plan: jsonb().$type<unknown>().notNull(),
    /** The network it came from: an IPv4 address or the first half of an IPv6 one. */
    network: text().notNull(),
    requestedAt: instant('requested_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    confirmedNetwork: text('confirmed_network'),
  },
  (t) => [
    index('subscription_requests_address').on(t.addressKey, t.requestedAt),
    index('subscription_requests_network').on(t.network, t.requestedAt),
  ],
);

export const subscriptions = pgTable(
  'subscriptions',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    subscriberId: id('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    /** The consent; null for one that an operator brought from elsewhere. */
    requestId: id('request_id').references(() => subscriptionRequests.id, { onDelete: 'set null' }),
    /** `SubscriptionPlan`: which papers, when, how many, how long. */
    plan: jsonb().$type<unknown>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** When it was ended. Its issues stay readable at their addresses until the subscriber deletes everything. */
    endedAt: instant('ended_at'),
    /** First day, in the subscription's time zone, on which mails come again. */
    pausedUntil: date('paused_until', { mode: 'string' }),
    /** What is not to come: a list of `Mute`. */
    mutes: jsonb().$type<unknown>().notNull().default([]),
    /** When the next issue is due; null where none will be. */
    nextAt: instant('next_at'),
    /** The day, in the subscription's time zone, of that issue. */
    nextDay: date('next_day', { mode: 'string' }),
    /** Until when somebody is putting that issue together, or it waits for its day. */
    heldUntil: instant('held_until'),
    /** Newest announcement day that an issue, or an issue that would have been empty, has covered. */
    coveredTo: date('covered_to', { mode: 'string' }),
    /** When that was looked at: papers that came later are new. */
    coveredAt: instant('covered_at'),
  },
  (t) => [index('subscriptions_subscriber').on(t.subscriberId), index('subscriptions_next').on(t.nextAt)],
);

/** A digest that was put together: what it holds is fixed here, before anything is sent. One a subscription and day. */
export const issues = pgTable(
  'issues',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    subscriptionId: id('subscription_id')
      .notNull()
      .references(() => subscriptions.id, { onDelete: 'cascade' }),
    /** In the subscription's time zone. */
    day: date({ mode: 'string' }).notNull(),
    composedAt: instant('composed_at').notNull(),
    /** The papers, in order. Not keys of `papers`: a paper that is merged or gone must not change what was sent. */
    papers: bigint({ mode: 'number' }).array().notNull(),
    /** `IssueContent`: what else the digest says. */
    content: jsonb().$type<unknown>().notNull(),
  },
  (t) => [uniqueIndex('issues_once').on(t.subscriptionId, t.day)],
);

/**
 * A mail to be sent, or sent. Its row decides: there is at most one for each issue and each request, and each step is
 * written down before it is taken (packages/mail/src/delivery/mail-queue.ts).
 */
export const mails = pgTable(
  'mails',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    /** `digest`, `confirmation`, `links` or `notice`. */
    kind: text().notNull(),
    issueId: id('issue_id')
      .unique()
      .references(() => issues.id, { onDelete: 'cascade' }),
    requestId: id('request_id')
      .unique()
      .references(() => subscriptionRequests.id, { onDelete: 'cascade' }),
    subscriberId: id('subscriber_id').references(() => subscribers.id, { onDelete: 'cascade' }),
    noticeId: id('notice_id')
      .unique()
      .references(() => noticeMails.id, { onDelete: 'cascade' }),
    accountLinkId: id('account_link_id')
      .unique()
      .references(() => accountLinks.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    addressKey: text('address_key').notNull(),
    domain: text().notNull(),
    /** `waiting`, `claimed`, `handed`, `sent`, `failed`, `suppressed` or `unknown`. */
    state: text().notNull().default('waiting'),
    createdAt: instant('created_at').notNull(),
    nextTryAt: instant('next_try_at').notNull(),
    attempts: integer().notNull().default(0),
    /** Who works on it, and until when that is believed. */
    claimedBy: text('claimed_by'),
    claimedUntil: instant('claimed_until'),
    /** When its first byte went to the server: from here on it is not sent again by itself. */
    handedAt: instant('handed_at'),
    /** When the server took it, refused it for good, or it was given up. */
    endedAt: instant('ended_at'),
    /** The server's last word. */
    reply: text(),
    /** Of a mail that bounced after it was taken. */
    bouncedAt: instant('bounced_at'),
  },
  (t) => [
    index('mails_due').on(t.state, t.nextTryAt),
    // Somebody waits for these, while a hundred thousand digests may wait beside them.
    index('mails_asked_for')
      .on(t.nextTryAt)
      .where(sql`state = 'waiting' and kind <> 'digest'`),
    index('mails_ended').on(t.endedAt),
    index('mails_subscriber').on(t.subscriberId),
  ],
);

/** Addresses that get nothing any more, because their servers or their people said so. */
export const suppressions = pgTable('suppressions', {
  addressKey: text('address_key').primaryKey(),
  /** `hard-bounce`, `soft-bounces`, `complaint` or `operator`. */
  reason: text().notNull(),
  detail: text().notNull(),
  at: instant('at').notNull(),
});

/** Passing troubles of addresses, counted until they are too many. */
export const softBounces = pgTable(
  'soft_bounces',
  {
    addressKey: text('address_key').notNull(),
    at: instant('at').notNull(),
    detail: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.addressKey, t.at] })],
);

/** Domains whose servers want to be left alone for a while. */
export const mailDomains = pgTable('mail_domains', {
  domain: text().primaryKey(),
  pausedUntil: instant('paused_until').notNull(),
  reason: text().notNull(),
});

/** Mails as they would have gone out, where no mail server is set. */
export const outbox = pgTable(
  'outbox',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    mailId: id('mail_id')
      .unique()
      .references(() => mails.id, { onDelete: 'cascade' }),
    at: instant('at').notNull(),
    envelopeFrom: text('envelope_from').notNull(),
    envelopeTo: text('envelope_to').notNull(),
    subject: text().notNull(),
    /** The message (RFC 5322), in ASCII. */
    raw: text().notNull(),
  },
  (t) => [index('outbox_at').on(t.at)],
);

/** Papers that a subscriber keeps for later. */
export const savedPapers = pgTable(
  'saved_papers',
  {
    subscriberId: id('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    paperId: id('paper_id')
      .notNull()
      .references(() => papers.id, { onDelete: 'cascade' }),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.subscriberId, t.paperId] }), index('saved_papers_paper').on(t.paperId)],
);
