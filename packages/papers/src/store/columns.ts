import { bigint, timestamp } from 'drizzle-orm/pg-core';

/** Kinds of columns that most tables have. */

export const id = (name = 'id') => bigint(name, { mode: 'number' });
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
