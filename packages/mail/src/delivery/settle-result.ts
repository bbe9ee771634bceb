import type { SendResult } from './mail-sender.ts';
import { whoseTrouble } from './delivery-status.ts';
import type { Mark } from './mail-queue.ts';
import type { QueuedMail } from './queued-mail.ts';
import type { RecipientTrouble } from './recipient-trouble.ts';
import { domainPause, nextTry } from './retry-times.ts';

/** What an attempt means: for the mail, for its address and for its domain. */
export interface Settlement {
  mark: Mark;
  trouble?: RecipientTrouble;
  pause?: { domain: string; until: Date; reason: string };
}

/** Judges one attempt. Pure, but for the dice of `nextTry`. */
export function settleResult(mail: QueuedMail, result: SendResult, now: Date): Settlement {
  const { outcome, stage, reply, status, enhanced } = result;
  const mark = { id: mail.id, reply, attempted: stage === 'envelope' || stage === 'content' };
  if (outcome === 'sent' || outcome === 'unknown') return { mark: { ...mark, state: outcome } };
  const blame = whoseTrouble({ status, enhanced, text: reply });
  const said = { addressKey: mail.addressKey, detail: reply };
  if (outcome === 'refused')
    return {
      mark: { ...mark, state: 'failed' },
      ...(blame === 'ours' ? {} : { trouble: { ...said, kind: blame } }),
    };
  if (stage === 'withheld') return { mark: { ...mark, state: 'waiting' } };
  const attempts = mail.attempts + 1;
  const nextTryAt = nextTry(mail.createdAt, attempts, now);
  if (nextTryAt === null)
    return {
      mark: { ...mark, state: 'failed' },
      // Three days of trouble are one: the address may have a bad week, but not five of them.
      ...(stage === 'connection' || blame === 'ours' ? {} : { trouble: { ...said, kind: 'passing' } }),
    };
  // Nobody was asked about this mail; the next run tries it first.
  if (stage === 'connection') return { mark: { ...mark, state: 'waiting' } };
  const wantsPeace = status === 421 || enhanced?.startsWith('4.7.') === true;
  return {
    mark: { ...mark, state: 'waiting', nextTryAt },
    ...(wantsPeace
      ? {
          pause: {
            domain: mail.domain,
            until: new Date(now.getTime() + domainPause(attempts)),
            reason: reply,
          },
        }
      : {}),
  };
}
