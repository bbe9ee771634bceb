import { escapeXml } from '@broadsheet/papers';
import { ApiProblem, huggingFaceError, problemDocument } from '../api/problem.ts';

interface Refusal {
  status: number;
  title: string;
  /** What happened and what to do, in one or two sentences. */
  detail: string;
  retryAfterSeconds?: number;
}

/** A refusal in the form of the surface that was asked: a problem document, `{ error }`, or a page. */
export function refuse(pathname: string, requestId: string, refusal: Refusal): Response {
  const response = inFormOf(pathname, requestId, refusal);
  response.headers.set('cache-control', 'no-store');
  if (refusal.retryAfterSeconds !== undefined) {
    response.headers.set('retry-after', String(refusal.retryAfterSeconds));
  }
  return response;
}

function inFormOf(pathname: string, requestId: string, { status, title, detail }: Refusal): Response {
  const problem = new ApiProblem(status, title, detail);
  if (/^\/api\/(papers|daily_papers)(\/|$)/.test(pathname)) return huggingFaceError(problem);
  if (pathname.startsWith('/api/')) return problemDocument(problem, pathname.slice(0, 500), requestId);
  const [heading, words, id] = [title, detail, requestId].map(escapeXml);
  return new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${heading}</title>` +
      '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>' +
      `<body><main><h1>${heading}</h1><p>${words}</p><p><a href="/">Go to today's papers</a></p>` +
      `<p><small>Request ${id}</small></p></main></body></html>`,
    { status, headers: { 'content-type': 'text/html; charset=utf-8' } },
  );
}
