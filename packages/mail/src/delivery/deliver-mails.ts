import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@broadsheet/papers';
import type { MailSettings } from '../settings/read-mail-settings.ts';
import { UnsendableMail } from './build-message.ts';
import type { DrawnMail } from './drawn-mail.ts';
import { inBatches } from './in-batches.ts';
import { dropMails, handOver, markMails, renewClaims, unclaimMails, type ClaimedMail } from './mail-queue.ts';
import { shownReply, type MailSender, type SendResult } from './mail-sender.ts';
import { mailSupply } from './mail-supply.ts';
import type { BuiltMessage, QueuedMail } from './queued-mail.ts';
import { recordTrouble } from './recipient-trouble.ts';
import { settleResult, type Settlement } from './settle-result.ts';
import { usualSilence } from './smtp-sender.ts';

export interface DeliverOptions {
  /** Not closed at the end. */
  sender: MailSender;
  /** Draws a mail anew from what its row names; null where there is nothing to send any more. */
  draw: (mail: QueuedMail) => Promise<DrawnMail | null>;
  /** Puts it into its envelope: `(mail, drawn) => buildMessage(mail, drawn, { settings, signer, date: new Date() })`. */
  build: (mail: QueuedMail, drawn: DrawnMail) => Promise<BuiltMessage>;
  settings: Pick<MailSettings, 'config'>;
  now?: () => Date;
  signal?: AbortSignal;
  onProgress?: (report: DeliverReport) => void;
  /** Milliseconds after which the mails of a process that was killed are sent by another. */
  lease?: number;
  /** Milliseconds after which a mail is given up as unknown whose content had begun. Longer than a server is waited for. */
  handedLease?: number;
}

/** What became of mails in one run. */
export interface DeliverReport {
  sent: number;
  /** Refused for good, or given up. */
  failed: number;
  /** To be tried again. */
  deferred: number;
  /** Nobody knows whether they arrived; those among them that a killed process has left. */
  unknown: number;
  /** Their addresses get nothing any more. */
  suppressed: number;
  /** They had nothing to say any more. */
  dropped: number;
  /** The day's share is used up; more goes out after midnight (UTC). */
  capped: boolean;
  /** Why the run ended before all that was due was tried: what the server said, or that nobody answered. */
  stopped: string | null;
  /** What was wrong with mails that could not be drawn or built: the first few. */
  troubles: string[];
}

/**
 * Sends what is due, until nothing is. Any number of processes may do this at once; each mail is one's alone, and every
 * step is written down before it is taken (`mail-queue.ts`). Mails that people wait for go before digests.
 *
 * A server that cannot be reached, or does not want us, ends the run and costs no mail an attempt: the next run tries again.
 * @throws What the store throws. Mails that were under way then are looked after when their lease is over.
 */
export async function deliverMails(
  store: Store,
  {
    sender,
    draw,
    build,
    settings: { config },
    now = () => new Date(),
    signal,
    onProgress,
    lease = 120_000,
    handedLease = usualSilence + 300_000,
  }: DeliverOptions,
): Promise<DeliverReport> {
  const worker = randomUUID();
  const report: DeliverReport = {
    sent: 0,
    failed: 0,
    deferred: 0,
    unknown: 0,
    suppressed: 0,
    dropped: 0,
    capped: false,
    stopped: null,
    troubles: [],
  };
  const stop = new AbortController();
  const ending = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const supply = mailSupply(store, {
    worker,
    now,
    lease,
    perDay: config.perDay,
    perDomainPerMinute: config.perDomainPerMinute,
    signal: ending,
    onAside: (what, count) => (report[what] += count),
  });
  const hand = inBatches(async (ids: number[]) => {
    const at = now();
    const handed = await handOver(store, {
      worker,
      ids,
      now: at,
      until: new Date(at.getTime() + handedLease),
    });
    return ids.map((id) => handed.has(id));
  });
  const settle = inBatches(async (all: (Settlement & Pick<SendResult, 'inside'>)[]) => {
    await writeDown(store, worker, all, now());
    return all;
  });
  /** Connections in a row that came to nothing. */
  let failures = 0;
  /** Whether a server has listened to us in this run. */
  let reached = false;
  const timesLost = new Map<number, number>();

  async function deliverOne(mail: ClaimedMail): Promise<void> {
    let message: BuiltMessage;
    try {
      const drawn = await draw(mail);
      if (drawn === null) {
        await dropMails(store, worker, [mail.id]);
        report.dropped++;
        return;
      }
      message = await build(mail, drawn);
    } catch (error) {
      await settleUndrawn(mail, error);
      return;
    }
    const result = await sender.send(message, {
      mailId: mail.id,
      async beforeData() {
        if (!(await hand(mail.id))) throw new Error('It is not to be sent any more.');
      },
    });
    if (result.outcome === 'deferred' && result.stage === 'connection') await couldNotConnect(mail, result);
    else {
      failures = 0;
      reached = true;
      await finish(mail, result);
    }
  }

  async function finish(mail: ClaimedMail, result: SendResult): Promise<void> {
    const settlement = settleResult(mail, result, now());
    await settle({ ...settlement, ...(result.inside === undefined ? {} : { inside: result.inside }) });
    if (settlement.pause !== undefined) await supply.leaveAlone(settlement.pause.domain);
    // A mail that was withheld is claimed anew, and then told apart.
    if (result.stage !== 'withheld') count(settlement);
  }

  /** One mail that cannot be drawn costs nobody else theirs. It is tried again, since a template can be mended. */
  async function settleUndrawn(mail: ClaimedMail, error: unknown): Promise<void> {
    const reply = shownReply(
      `It could not be drawn: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (report.troubles.length < 5) report.troubles.push(`Mail ${mail.id}: ${reply}`);
    const stage = 'content';
    const outcome = error instanceof UnsendableMail ? 'refused' : 'deferred';
    const { mark } = settleResult(mail, { outcome, stage, reply, status: null, enhanced: '5.6.0' }, now());
    await settle({ mark });
    count({ mark });
  }

  /**
   * A server may want fewer connections than we make, so one that fails tries again while others are well. When as many
   * have failed in a row as all of them would in two goes, nobody is there. A mail at which connections end while those of
   * others do not is tried later, lest it holds them up.
   */
  async function couldNotConnect(mail: ClaimedMail, result: SendResult): Promise<void> {
    failures++;
    const times = (timesLost.get(mail.id) ?? 0) + 1;
    timesLost.set(mail.id, times);
    if (times >= 3 && reached)
      await finish(mail, { ...result, stage: 'envelope', status: null, enhanced: null });
    else if (failures <= 2 * sender.connections) {
      supply.putBack(mail);
      await pause(1_000, undefined, { signal: ending }).catch(() => {});
    } else {
      report.stopped ??= result.reply;
      stop.abort();
      await finish(mail, result);
    }
  }

  function count({ mark: { state } }: Pick<Settlement, 'mark'>): void {
    report[state === 'waiting' ? 'deferred' : state]++;
    onProgress?.(report);
  }

  async function work(): Promise<void> {
    try {
      for (let mail = await supply.next(); mail !== null; mail = await supply.next()) await deliverOne(mail);
    } catch (error) {
      stop.abort();
      throw error;
    }
  }

  const renewal = setInterval(() => {
    void renewClaims(store, worker, new Date(now().getTime() + lease)).catch(() => {});
  }, lease / 3).unref();
  try {
    const ends = await Promise.allSettled(Array.from({ length: sender.connections }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    clearInterval(renewal);
    await unclaimMails(store, worker, 'all');
  }
  report.capped = supply.capped();
  onProgress?.(report);
  return report;
}

/** Writes down how attempts ended: one statement, where nothing but the mails themselves has to be touched. */
async function writeDown(
  store: Store,
  worker: string,
  all: readonly (Settlement & Pick<SendResult, 'inside'>)[],
  now: Date,
): Promise<void> {
  const marks = all.map(({ mark }) => mark);
  if (
    all.every(
      ({ trouble, pause, inside }) => trouble === undefined && pause === undefined && inside === undefined,
    )
  ) {
    await markMails(store.query, { worker, marks, now });
    return;
  }
  await store.transaction(async ({ query }) => {
    await markMails(query, { worker, marks, now });
    for (const { trouble, pause, inside } of all) {
      if (inside !== undefined) await inside(query);
      if (trouble !== undefined) await recordTrouble(query, trouble, now);
      if (pause !== undefined)
        await query(
          `insert into mail_domains (domain, paused_until, reason) values ($1, $2, $3)
           on conflict (domain) do update set paused_until = greatest(mail_domains.paused_until, excluded.paused_until),
                                              reason = excluded.reason`,
          [pause.domain, pause.until, pause.reason],
        );
    }
  });
}
