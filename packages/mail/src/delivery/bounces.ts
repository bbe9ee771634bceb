import type { Store } from '@broadsheet/papers';
import { endSubscription } from '../subscriptions/change-subscription.ts';
import type { LinkSigner } from '../subscriptions/signed-links.ts';
import { whoseTrouble } from './delivery-status.ts';
import { readBounce, type Bounce } from './read-bounce.ts';
import { recordTrouble } from './recipient-trouble.ts';

/** What a batch of returned mails came to. */
export interface BounceReport {
  /** Mails that were read. */
  read: number;
  /** Reports about a mail of ours that was not delivered. */
  bounces: number;
  complaints: number;
  /** Addresses that get nothing any more since. */
  suppressed: number;
  /** No reports, reports of mere delays, and reports that were known. */
  ignored: number;
  /** Reports whose mark is not ours, or about a mail that is gone. */
  notOurs: number;
}

/**
 * Acts on mails that came to the address for bounces. Only a report with a mark that this installation signed counts, and
 * it counts for the address of that mail, whatever address it names. The second report about a mail changes nothing, but
 * for a complaint.
 */
export async function recordBounces(
  store: Store,
  signer: Pick<LinkSigner, 'isSigned'>,
  raws: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  now = new Date(),
): Promise<BounceReport> {
  const report: BounceReport = { read: 0, bounces: 0, complaints: 0, suppressed: 0, ignored: 0, notOurs: 0 };
  for await (const raw of raws) {
    report.read++;
    const bounce = await readBounce(raw);
    if (bounce === null || (bounce.kind === 'bounce' && bounce.action !== 'failed')) report.ignored++;
    else if (!signer.isSigned(bounce.mark, 'bounce')) report.notOurs++;
    else await record(store, bounce, now, report);
  }
  return report;
}

async function record(store: Store, bounce: Bounce, now: Date, report: BounceReport): Promise<void> {
  const ended = await store.transaction(async ({ query }) => {
    const [mail] = await query<{ addressKey: string; bouncedAt: Date | null; subscriptionId: number | null }>(
      `select address_key as "addressKey", bounced_at as "bouncedAt",
              (select subscription_id from issues i where i.id = issue_id) as "subscriptionId"
         from mails where id = $1 for update`,
      [bounce.mark.id],
    );
    if (mail === undefined) {
      report.notOurs++;
      return null;
    }
    if (bounce.kind === 'bounce' && mail.bouncedAt !== null) {
      report.ignored++;
      return null;
    }
    await query('update mails set bounced_at = coalesce(bounced_at, $2) where id = $1', [
      bounce.mark.id,
      now,
    ]);
    if (bounce.kind === 'complaint') {
      report.complaints++;
      report.suppressed++;
      await recordTrouble(
        query,
        { addressKey: mail.addressKey, kind: 'complaint', detail: bounce.text },
        now,
      );
      return mail.subscriptionId;
    }
    report.bounces++;
    const kind = whoseTrouble(bounce);
    if (kind === 'ours') return null;
    const detail = [bounce.enhanced, bounce.text].filter(Boolean).join(' ');
    if ((await recordTrouble(query, { addressKey: mail.addressKey, kind, detail }, now)) !== null)
      report.suppressed++;
    return null;
  });
  if (ended !== null) await endSubscription(store, ended, now);
}
