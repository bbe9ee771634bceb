import { openTestStore } from '@broadsheet/papers/testing';
import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

it('exposes requests, durations and the number of papers', async () => {
  const store = await openTestStore();
  try {
    const metrics = createMetrics(() => store);
    metrics.observe({ method: 'GET', route: '/papers/[...key]', status: 200, seconds: 0.02 });
    const { body, contentType } = await metrics.expose();
    expect(contentType).toMatch(/^text\/plain; version=/);
    expect(body).toContain('http_requests_total{method="GET",route="/papers/[...key]",status="200"} 1');
    expect(body).toContain(
      'http_request_duration_seconds_bucket{le="0.025",method="GET",route="/papers/[...key]"} 1',
    );
    expect(body).toContain('broadsheet_papers 0');
    expect(body).toContain('process_cpu_seconds_total');
  } finally {
    await store.close();
  }
});
