import type { RequestHandler } from '@sveltejs/kit';

/** The process is up and answers. */
export const GET: RequestHandler = () => new Response('ok\n', { headers: { 'cache-control': 'no-store' } });
