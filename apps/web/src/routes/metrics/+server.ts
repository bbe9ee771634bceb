import type { RequestHandler } from '@sveltejs/kit';
import { addressOf } from '../../lib/server/access/address-of.ts';
import { mayReadMetrics } from '../../lib/server/metrics/metrics-access.ts';
import { serverMetrics } from '../../lib/server/metrics/server-metrics.ts';

/** Prometheus metrics, for this machine and for holders of `METRICS_TOKEN`. */
export const GET: RequestHandler = async (event) => {
  if (!mayReadMetrics(event.request, addressOf(event), process.env['METRICS_TOKEN'])) {
    return new Response(
      'Metrics are for this machine. From elsewhere, set METRICS_TOKEN and send it as a bearer token.\n',
      { status: 401, headers: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' } },
    );
  }
  const { body, contentType } = await serverMetrics.expose();
  return new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
};
