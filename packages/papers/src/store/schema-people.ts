import { boolean, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';

/**
 * Accounts, for packages/people. They lie here because there is one database with one set of migrations.
 */

/** Who has an account. Deleting one deletes everything that refers to it, but for what `on delete set null` keeps. */
export const members = pgTable(
  'members',
  {
    id: text().primaryKey(),
    /** In addresses and mentions. */
    handle: text().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text(),
    /** `reader`, `member`, `editor` or `owner`. */
    role: text().notNull().default('member'),
    /** Where it has been proven. */
    orcid: text(),
    /** When they last asked for anything, to the hour. */
    seenAt: instant('seen_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('members_handle').on(t.handle),
    uniqueIndex('members_email').on(t.email),
    uniqueIndex('members_orcid').on(t.orcid),
    index('members_created').on(t.createdAt),
  ],
);

const memberId = () =>
  text('member_id')
    .notNull()
    .references(() => members.id, { onDelete: 'cascade' });

/** Browsers that are signed in. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    /** SHA-256 of what the browser's cookie holds. */
    token: text().notNull(),
    memberId: memberId(),
    expiresAt: instant('expires_at').notNull(),
    /** The network it was begun from: an IPv4 address or the first half of an IPv6 one. */
    network: text(),
    userAgent: text('user_agent'),
    /** When somebody proved who they are. */
    createdAt: instant('created_at').notNull(),
    /** When it was last used, to the hour. */
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('sessions_token').on(t.token),
    index('sessions_member').on(t.memberId),
    index('sessions_expires').on(t.expiresAt),
  ],
);

/** Ways to sign in: a password (`provider_id` is `credential`), or an account elsewhere. */
export const linkedAccounts = pgTable(
  'linked_accounts',
  {
    id: text().primaryKey(),
    memberId: memberId(),
    providerId: text('provider_id').notNull(),
    /** Who they are there. */
    accountId: text('account_id').notNull(),
    /** Its hash. */
    password: text(),
    /** What the provider lets us do; we ask who somebody is and nothing else, so that none of its tokens is kept. */
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('linked_accounts_account').on(t.providerId, t.accountId),
    index('linked_accounts_member').on(t.memberId),
  ],
);

/** What must come back as it was sent out: the state of a sign-in elsewhere, the challenge to a passkey. */
export const verifications = pgTable(
  'verifications',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [index('verifications_identifier').on(t.identifier), index('verifications_expires').on(t.expiresAt)],
);

/** WebAuthn credentials: their public halves. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: text().primaryKey(),
    memberId: memberId(),
    name: text(),
    publicKey: text('public_key').notNull(),
    credentialId: text('credential_id').notNull(),
    counter: integer().notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text(),
    /** Which make of authenticator. */
    aaguid: text(),
    createdAt: instant('created_at'),
  },
  (t) => [uniqueIndex('passkeys_credential').on(t.credentialId), index('passkeys_member').on(t.memberId)],
);

/** Keys for programs. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    memberId: memberId(),
    name: text().notNull(),
    /** SHA-256 of the token. */
    hash: text().notNull(),
    /** What it may be used for: names of `tokenScopes`. */
    scopes: text().array().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    /** To the hour. */
    usedAt: instant('used_at'),
  },
  (t) => [uniqueIndex('api_tokens_hash').on(t.hash), index('api_tokens_member').on(t.memberId)],
);

/** Links that let somebody in once. A link is signed, so nothing here opens anything. */
export const accountLinks = pgTable(
  'account_links',
  {
    id: id().primaryKey().generatedAlwaysAsIdentity(),
    /** `sign-in`, `sign-up`, `invitation`, `owner`, `change-address`, or `unknown`: a mail that says that there is no account. */
    kind: text().notNull(),
    /** The mailbox that it was sent to; null for a link that was handed over otherwise. */
    email: text(),
    /** Whom it lets in; null for who has no account yet. */
    memberId: text('member_id').references(() => members.id, { onDelete: 'cascade' }),
    /** What a new account becomes. */
    role: text(),
    invitedBy: text('invited_by').references(() => members.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    index('account_links_email').on(t.email, t.createdAt),
    index('account_links_member').on(t.memberId),
    index('account_links_expires').on(t.expiresAt),
  ],
);

/** How often somebody has tried something of late: signing in to one account, or from one network. */
export const attempts = pgTable(
  'attempts',
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    /** When the counting begins anew. */
    until: instant('until').notNull(),
  },
  (t) => [index('attempts_until').on(t.until)],
);
