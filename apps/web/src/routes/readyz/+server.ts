import type { RequestHandler } from '@sveltejs/kit';
import { library } from '../../lib/server/library.ts';
import { withinTime } from '../../lib/server/limits/time-limit.ts';
import { log } from '../../lib/server/log/log.ts';

const patience = 5000;

/** The library answers a query; else 503, so that a balancer waits. */
export const GET: RequestHandler = async ({ locals }) => {
  const headers = { 'cache-control': 'no-store' };
  try {
    if ((await withinTime(library().query('select 1 as one'), patience)) !== null)
      return new Response('ready\n', { headers });
    return new Response('The library does not answer in time.\n', { status: 503, headers });
  } catch (error) {
    log.warn({ requestId: locals.requestId, err: error }, 'not ready');
    return new Response('The library does not answer.\n', { status: 503, headers });
  }
};
