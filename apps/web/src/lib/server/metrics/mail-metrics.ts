import { mailCounts } from '@broadsheet/mail';
import type { Store } from '@broadsheet/papers';
import { Gauge, type Registry } from 'prom-client';

/** How the mails stand. Any number of processes send, and the store counts for all of them. */
export function mailMetrics(store: () => Pick<Store, 'query'>, registers: [Registry]): void {
  const oldest = new Gauge({
    name: 'broadsheet_mails_oldest_waiting_timestamp_seconds',
    help: 'When the oldest mail was made that still waits; absent where none does.',
    // With labels, even none of them set, a gauge that has no value has no line.
    labelNames: ['state'],
    registers,
  });
  new Gauge({
    name: 'broadsheet_mails',
    help: 'Mails by kind (digest, confirmation, links) and state.',
    labelNames: ['kind', 'state'],
    registers,
    async collect() {
      const { counts, oldestWaiting } = await mailCounts(store());
      this.reset();
      for (const { kind, state, count } of counts) this.set({ kind, state }, count);
      oldest.reset();
      if (oldestWaiting !== null) oldest.set({ state: 'waiting' }, oldestWaiting.getTime() / 1000);
    },
  });
}
