import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '@broadsheet/papers';
import { domainRate } from './domain-rate.ts';
import {
  claimMails,
  dropMails,
  markMails,
  reviveMails,
  unclaimMails,
  type ClaimedMail,
} from './mail-queue.ts';

/** Mails that are claimed in one go: a claim costs as much as some mails, and whoever is killed keeps so many waiting. */
const handful = 200;

/** How often somebody looks for mails that people wait for, and for those that a killed process has left, in milliseconds. */
const lookForAskedFor = 2_000;
const lookForLeft = 30_000;

export interface SupplyOptions {
  worker: string;
  now: () => Date;
  /** Milliseconds for which a claim is believed. */
  lease: number;
  perDay: number | null;
  perDomainPerMinute: number;
  signal: AbortSignal;
  /** Hears what became of mails that are not to be sent. */
  onAside: (what: 'suppressed' | 'dropped' | 'unknown', count: number) => void;
}

export interface MailSupply {
  /** The next mail whose turn it is, claimed; null where nothing is due, or no more may be sent today. */
  next(): Promise<ClaimedMail | null>;
  /** Takes back a mail that could not be tried. It comes again, after the others at hand. */
  putBack(mail: ClaimedMail): void;
  /** Gives nothing more for this domain. The store knows until when. */
  leaveAlone(domain: string): Promise<void>;
  /** Whether the day's share is used up. */
  capped(): boolean;
}

/** Claims mails in handfuls and gives them out one by one, as fast as their domains may have them. */
export function mailSupply(store: Store, options: SupplyOptions): MailSupply {
  const { worker, now, lease, perDay, signal, onAside } = options;
  const rate = domainRate(options.perDomainPerMinute);
  let ready: ClaimedMail[] = [];
  let filling: Promise<void> | null = null;
  let nextAskedFor = 0;
  let nextLeft = 0;
  let capped = false;
  let nothingDue = false;

  async function fill(): Promise<void> {
    await lookAfterLeft();
    while (!signal.aborted) {
      nextAskedFor = now().getTime() + lookForAskedFor;
      const asked = await claim('asked-for');
      ready = [...(asked?.mails ?? []), ...ready];
      if (ready.length > 0) return;
      if (asked !== null && asked.others > 0) continue;
      const claimed = await claim('digests');
      if (claimed === null) {
        capped = nothingDue = true;
        return;
      }
      ready.push(...claimed.mails);
      if (ready.length > 0) return;
      if (claimed.others > 0) continue;
      const { domains, wait } = rate.resting(now());
      if (domains.length === 0) {
        nothingDue = true;
        return;
      }
      // All that is due is for domains that had their share of this minute.
      await pause(Math.min(wait, 1_000), undefined, { signal }).catch(() => {});
    }
  }

  async function claim(
    kinds: 'asked-for' | 'digests',
  ): Promise<{ mails: ClaimedMail[]; others: number } | null> {
    const at = now();
    const claimed = await claimMails(store, {
      worker,
      now: at,
      until: new Date(at.getTime() + lease),
      limit: handful,
      kinds,
      without: rate.resting(at).domains,
      perDay,
    });
    if (claimed === null) return null;
    const suppressed = claimed.filter((mail) => mail.suppressed !== null);
    const over = claimed.filter((mail) => mail.suppressed === null && mail.over);
    const mails: ClaimedMail[] = [];
    const tooMany: number[] = [];
    for (const mail of claimed)
      if (mail.suppressed !== null || mail.over) continue;
      else if (rate.take(mail.domain, at)) mails.push(mail);
      else tooMany.push(mail.id);
    await markMails(store.query, {
      worker,
      now: at,
      marks: suppressed.map(({ id, suppressed: reason }) => ({
        id,
        state: 'suppressed',
        reply: reason ?? '',
        attempted: false,
      })),
    });
    const ids = over.map(({ id }) => id);
    await dropMails(store, worker, ids);
    await unclaimMails(store, worker, tooMany);
    if (suppressed.length > 0) onAside('suppressed', suppressed.length);
    if (ids.length > 0) onAside('dropped', ids.length);
    return { mails, others: suppressed.length + ids.length + tooMany.length };
  }

  async function lookAfterLeft(): Promise<void> {
    if (now().getTime() < nextLeft) return;
    nextLeft = now().getTime() + lookForLeft;
    const { unknown } = await reviveMails(store, now());
    if (unknown > 0) onAside('unknown', unknown);
  }

  return {
    async next() {
      while (!signal.aborted) {
        if (ready.length === 0 || now().getTime() >= nextAskedFor) {
          filling ??= fill().finally(() => {
            filling = null;
          });
          await filling;
        }
        if (signal.aborted) break;
        const mail = ready.shift();
        if (mail !== undefined) return mail;
        if (nothingDue) return null;
      }
      return null;
    },
    putBack(mail) {
      ready.push(mail);
    },
    async leaveAlone(domain) {
      const ids = ready.filter((mail) => mail.domain === domain).map(({ id }) => id);
      ready = ready.filter((mail) => mail.domain !== domain);
      await unclaimMails(store, worker, ids);
    },
    capped: () => capped,
  };
}
