import { z } from 'zod';

/** Which papers somebody wants. */
export const Wish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trending') }),
  /** arXiv's name of a category: `cs.LG`. */
  z.strictObject({ kind: z.literal('category'), value: text(60) }),
  /** A few words: papers that hold all of them. */
  z.strictObject({ kind: z.literal('topic'), value: text(200) }),
  /** A name, as it stands on papers. */
  z.strictObject({ kind: z.literal('author'), value: text(200) }),
  /** A venue, as its page is called. */
  z.strictObject({ kind: z.literal('venue'), value: text(300) }),
  /** A query, exactly as typed in the search box. */
  z.strictObject({ kind: z.literal('search'), value: text(1000) }),
  /** What the member of that mail address follows; nothing where there is none. */
  z.strictObject({ kind: z.literal('following') }),
]);
export type Wish = z.infer<typeof Wish>;
export const wishKinds = ['trending', 'category', 'topic', 'author', 'venue', 'search', 'following'] as const;

/** When mails come: the days, the hour, and on whose clock. */
export const Cadence = z.strictObject({
  /** `weekdays` is Monday to Friday; `monthly` the first of the month. */
  frequency: z.enum(['daily', 'weekdays', 'weekly', 'monthly']),
  /** For `weekly`: 1 (Monday) to 7 (Sunday), as ISO 8601 counts. Others leave it alone. */
  weekday: z.number().int().min(1).max(7).default(1),
  /** 0 to 23, on the subscriber's clock. */
  hour: z.number().int().min(0).max(23).default(7),
  /** Of the IANA time zone database: `Europe/Berlin`. */
  timeZone: z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
});
export type Cadence = z.infer<typeof Cadence>;

/** Everything that a subscription is about; what a form asks for and a subscriber may change. */
export const SubscriptionPlan = z.strictObject({
  wish: Wish,
  cadence: Cadence,
  /** Papers in a mail at most. */
  count: z.number().int().min(1).max(50).default(10),
  /** Whole abstracts, or their beginnings. */
  length: z.enum(['full', 'short']).default('short'),
});
export type SubscriptionPlan = z.infer<typeof SubscriptionPlan>;

/** What a subscription leaves out. */
export const Mute = z.discriminatedUnion('kind', [
  /** `authorKey(name)`. */
  z.strictObject({ kind: z.literal('author'), value: text(120), label: text(200) }),
  z.strictObject({ kind: z.literal('category'), value: text(60), label: text(200) }),
  /** A word or a phrase in title or abstract, as it was typed. */
  z.strictObject({ kind: z.literal('words'), value: text(100), label: text(200) }),
]);
export type Mute = z.infer<typeof Mute>;

/** Control characters would break a subject line, and a NUL the database. */
function text(longest: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(longest)
    .regex(/^[^\p{Control}\u2028\u2029]*$/u, 'must be one line')
    .refine((value) => value.isWellFormed(), 'must be Unicode');
}

export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
