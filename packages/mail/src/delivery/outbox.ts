import type { Store } from '@broadsheet/papers';
import PostalMime from 'postal-mime';
import type { MailSender } from './mail-sender.ts';

/** So many mails are kept, the newest. */
const kept = 1_000;

/** Mails that are written down together, at most. */
const connections = 20;

/**
 * The way out where no mail server is set: mails are kept as they would have gone out, to be looked at. A mail is put here
 * in the transaction that marks it as sent, so there is no moment at which nobody knows.
 */
export function outboxSender({ now = () => new Date() }: { now?: () => Date } = {}): MailSender {
  return {
    connections,
    send: ({ envelope, raw, subject }, { mailId }) =>
      Promise.resolve({
        outcome: 'sent',
        stage: 'content',
        reply: 'Kept in the outbox.',
        status: null,
        enhanced: null,
        async inside(query) {
          const [row] = await query<{ id: number }>(
            `insert into outbox (mail_id, at, envelope_from, envelope_to, subject, raw) values ($1, $2, $3, $4, $5, $6)
             on conflict (mail_id) do update set at = excluded.at, envelope_from = excluded.envelope_from,
               envelope_to = excluded.envelope_to, subject = excluded.subject, raw = excluded.raw
             returning id`,
            [mailId, now(), envelope.from, envelope.to, subject, raw.toString('latin1')],
          );
          // Counting all of them for each mail would be dear; numbers that were never used are not worth it.
          if (row !== undefined) await query('delete from outbox where id <= $1', [row.id - kept]);
        },
      }),
    close: () => Promise.resolve(),
  };
}

/** A mail in the outbox, as a list shows it. */
export interface OutboxEntry {
  id: number;
  at: Date;
  from: string;
  to: string;
  subject: string;
}

/** A mail in the outbox, taken apart by a parser that did not make it. */
export interface OutboxMail extends OutboxEntry {
  envelope: { from: string; to: string };
  /** In order, decoded as little as they came. */
  headers: { name: string; value: string }[];
  /** Not cleaned: show it where scripts cannot run. */
  html: string;
  text: string;
  /** RFC 5322. */
  raw: string;
}

/** The newest mails in the outbox. @param limit 1 to 1000. */
export function listOutbox(
  { query }: Pick<Store, 'query'>,
  { limit = 50 }: { limit?: number } = {},
): Promise<OutboxEntry[]> {
  return query<OutboxEntry>(
    `select id, at, envelope_from as "from", envelope_to as "to", subject from outbox order by id desc limit $1`,
    [Math.min(Math.max(limit, 1), kept)],
  );
}

/** One mail of the outbox; null where there is none (any more). */
export async function getOutboxMail({ query }: Pick<Store, 'query'>, id: number): Promise<OutboxMail | null> {
  const [row] = await query<OutboxEntry & { raw: string }>(
    `select id, at, envelope_from as "from", envelope_to as "to", subject, raw from outbox where id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const parsed = await PostalMime.parse(row.raw);
  const sender = parsed.from?.address ?? row.from;
  const name = parsed.from?.name;
  return {
    ...row,
    envelope: { from: row.from, to: row.to },
    from: name ? `${name} <${sender}>` : sender,
    subject: parsed.subject ?? row.subject,
    headers: parsed.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    html: parsed.html ?? '',
    text: parsed.text ?? '',
  };
}
