import { boolean, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

/**
 * Accounts, for packages/people. They lie here because there is one database with one set of migrations.
 */

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

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
