import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '@broadsheet/papers';
import { forgetOldRequests, gatherNotices, planIssues } from '@broadsheet/mail';
import { forgetExpired, forgetOldSubmissions } from '@broadsheet/people';
import { now } from '../clock.ts';
import type { OpenMail } from '../mail/open-mail.ts';

/** How often waiting mail is looked for, in milliseconds: somebody waits for a confirmation in front of the screen. */
const betweenDeliveries = 3_000;
/** How often due issues are looked for, in milliseconds. */
const betweenPlans = 60_000;

/**
 * Puts together and sends what is due, as long as the program runs. Nothing here is scheduled by a queue: the rows of
 * `subscriptions` and `mails` say what is due, and their leases keep any number of processes apart.
 */
export function startMailWork(store: Store, mail: OpenMail): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let plannedAt = -Infinity;
  let told = '';

  const round = async () => {
    if (Date.now() - plannedAt >= betweenPlans) {
      plannedAt = Date.now();
      const at = now();
      const { composed } = await planIssues(store, {
        now: at,
        latestHours: mail.settings.config.latestHours,
        signal,
      });
      if (composed > 0)
        console.error(`mail: ${composed} ${composed === 1 ? 'digest' : 'digests'} put together.`);
      const notices = await gatherNotices(store, { now: at, signal });
      if (notices > 0)
        console.error(`mail: ${notices} ${notices === 1 ? 'notice' : 'notices'} of talk put together.`);
      await forgetOldRequests(store, at);
      await forgetOldSubmissions(store, at);
      await forgetExpired(store, at);
    }
    await mail.deliver(signal);
  };

  const running = (async () => {
    while (!signal.aborted) {
      try {
        await round();
        told = '';
      } catch (error) {
        // Each trouble is told once until it has passed; the next round tries again.
        const message = error instanceof Error ? error.message : String(error);
        if (message !== told && !signal.aborted) console.error(`mail: ${message}`);
        told = message;
      }
      await wait(betweenDeliveries, undefined, { signal }).catch(() => {});
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await running;
      await mail.close();
    },
  };
}
