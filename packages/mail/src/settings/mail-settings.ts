import { z } from 'zod';
import { parseAddress } from '../subscriptions/address.ts';
import { MailTheme } from './theme.ts';

const Address = z.string().refine((text) => parseAddress(text) !== null, 'must be a mail address');

/** What an operator says about mail: `mail` in broadsheet.config.ts. Secrets stand in the environment alone. */
export const MailConfig = z.strictObject({
  /** Whom mails come from: `papers@example.org`. Needed where a server is set. */
  from: Address.optional(),
  /** Whom answers go to. */
  replyTo: Address.optional(),
  /**
   * Where bounces go, each with a mark that tells which mail it was (VERP): `bounces@mail.example.org` gets
   * `bounces+MARK@mail.example.org`. Without it they go to `from`, and nobody counts them.
   */
  bouncesTo: Address.optional(),
  /** DKIM: the name of the key at `SELECTOR._domainkey.DOMAIN`; the key itself is `DKIM_PRIVATE_KEY` (or `_FILE`). */
  dkim: z
    .strictObject({ domain: z.string().min(1).max(253), selector: z.string().regex(/^[\w-]{1,63}$/) })
    .optional(),
  /** Connections to the mail server at once. */
  connections: z.number().int().min(1).max(50).default(4),
  /** Mails a minute to one domain at most, from each process. */
  perDomainPerMinute: z.number().int().min(1).max(100_000).default(600),
  /** Mails a day (UTC) at most, from all processes: raise it step by step while a new sender warms up. */
  perDay: z.number().int().min(1).nullable().default(null),
  /** Hours after its due time for which an issue waits for a late day. */
  latestHours: z.number().min(0).max(20).default(3),
  theme: MailTheme.prefault({}),
  /** A module of your own that draws mails: see docs/mail-templates.md. */
  template: z.string().max(1000).optional(),
});
export type MailConfig = z.infer<typeof MailConfig>;
