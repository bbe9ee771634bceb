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

it('exposes how gathering stands, by source, and forgets what is gone', async () => {
  const store = await openTestStore();
  try {
    const metrics = createMetrics(() => store);
    expect((await metrics.expose()).body).not.toContain('{source=');
    await store.query(
      `insert into source_states (name, next_run_at, succeeded_at, held_until, failures, runs, records, created, rejected)
       values ('arxiv-oai', '2026-08-21T00:00:00Z', '2026-08-20T00:00:00Z', clock_timestamp() + interval '1 hour', 0, 3, 1234, 200, 2),
              ('github', null, null, null, 4, 4, 0, 0, 0)`,
    );
    await metrics.expose();
    const { body } = await metrics.expose();
    expect(body.split('\n').filter((line) => line.includes('{source='))).toEqual([
      'broadsheet_source_records_total{source="arxiv-oai"} 1234',
      'broadsheet_source_records_total{source="github"} 0',
      'broadsheet_source_created_total{source="arxiv-oai"} 200',
      'broadsheet_source_created_total{source="github"} 0',
      'broadsheet_source_rejected_total{source="arxiv-oai"} 2',
      'broadsheet_source_rejected_total{source="github"} 0',
      'broadsheet_source_failures{source="arxiv-oai"} 0',
      'broadsheet_source_failures{source="github"} 4',
      'broadsheet_source_running{source="arxiv-oai"} 1',
      'broadsheet_source_running{source="github"} 0',
      'broadsheet_source_last_success_timestamp_seconds{source="arxiv-oai"} 1787184000',
      'broadsheet_source_next_run_timestamp_seconds{source="arxiv-oai"} 1787270400',
    ]);
    await store.query('delete from source_states');
    expect((await metrics.expose()).body).not.toContain('{source=');
  } finally {
    await store.close();
  }
});
