import type { Store } from '@broadsheet/papers';
import type { BuiltMessage } from './queued-mail.ts';

/** What became of one attempt to hand a mail over. Troubles are values: the queue has to write down every one of them. */
export interface SendResult {
  outcome:
    /** The server has taken it, and answers for it from now on. */
    | 'sent'
    /** The server will not take it, now or later (5xx). */
    | 'refused'
    /** Not now (4xx), or nothing of it was sent. */
    | 'deferred'
    /** The connection was lost after content had gone out and before the answer: it may have been taken. */
    | 'unknown';
  /**
   * How far it came. `connection`: nobody took a mail from us at all, whoever it was for; `envelope`: it was about this
   * recipient; `withheld`: `beforeData` did not want it sent; `content`: the server has seen it.
   */
  stage: 'connection' | 'envelope' | 'withheld' | 'content';
  /** The server's last word, or what happened, on one line. */
  reply: string;
  /** The reply's code (RFC 5321, 4.2); null where nobody replied. */
  status: number | null;
  /** Its enhanced code (RFC 3463): `5.1.1`. */
  enhanced: string | null;
  /** Where the mail goes into the database itself: what to do in the transaction that marks it as sent. */
  inside?: (query: Store['query']) => Promise<void>;
}

export interface SendSteps {
  mailId: number;
  /**
   * Called once the server has said that it wants the content, and awaited before the first byte of it goes out. When it
   * rejects, nothing goes out.
   */
  beforeData: () => Promise<void>;
}

/** A way out for mails. */
export interface MailSender {
  /** Mails that can be under way at once. */
  readonly connections: number;
  /** Never rejects. */
  send(message: BuiltMessage, steps: SendSteps): Promise<SendResult>;
  close(): Promise<void>;
}

/** A reply as it is kept: on one line, without its code's continuation marks, and not longer than anyone reads. */
export function shownReply(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed();
}
