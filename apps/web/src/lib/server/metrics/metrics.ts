import { describeLibrary, type Store } from '@broadsheet/papers';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { mailMetrics } from './mail-metrics.ts';
import { sourceMetrics } from './source-metrics.ts';

interface Metrics {
  /** @param route the route's id, never the path: paths have no end. */
  observe(request: { method: string; route: string; status: number; seconds: number }): void;
  /** The Prometheus text exposition and its media type. */
  expose(): Promise<{ body: string; contentType: string }>;
}

/** What the server counts: requests, their durations, the papers held, how gathering and mail stand, and the process. */
export function createMetrics(store: () => Pick<Store, 'query'>): Metrics {
  const registers = [new Registry()] as [Registry];
  const [registry] = registers;
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by method and route.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  new Gauge({
    name: 'broadsheet_papers',
    help: 'Papers in the library.',
    registers,
    async collect() {
      this.set((await describeLibrary(store())).papers);
    },
  });
  const sources = sourceMetrics(store, registers);
  mailMetrics(store, registers);
  return {
    observe({ method, route, status, seconds }) {
      requests.inc({ method, route, status: String(status) });
      durations.observe({ method, route }, seconds);
    },
    async expose() {
      await sources.refresh();
      return { body: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
