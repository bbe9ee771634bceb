import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  requireWho,
  type Answered,
  type Answerer,
  type AnyOperation,
  type Asking,
  type Operation,
} from './operation.ts';
import { ApiProblem, huggingFaceError, invalidRequest, problemDocument } from './problem.ts';

/** A request as an operation sees it. */
interface OperationRequest {
  params: Record<string, string | undefined>;
  request: Request;
  asking: Asking;
  requestId?: string | undefined;
}

/**
 * Validates a request, answers it, and writes answer or problem in the form of the operation's surface. Answers carry
 * an `ETag`, and a matching `If-None-Match` gets 304. Errors that are not about the request go up to the caller.
 */
export async function respond<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  A extends z.ZodType,
  B extends z.ZodType,
>(
  operation: Operation<P, Q, A, B>,
  answer: Answerer<Operation<P, Q, A, B>>,
  { params, request, asking, requestId }: OperationRequest,
): Promise<Response> {
  try {
    requireWho(operation, asking);
    const input = {
      params: parse(operation.params, params),
      query: parse(
        operation.surface === 'v1' ? operation.query.strict() : operation.query,
        queryOf(asking.url),
      ),
      body: operation.body === undefined ? undefined : parse(operation.body, await jsonOf(request)),
    } as Parameters<typeof answer>[0];
    return written(operation, await answer(input, asking), request);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return operation.surface === 'v1'
      ? problemDocument(error, asking.url.pathname, requestId)
      : huggingFaceError(error);
  }
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw invalidRequest(result.error);
  return result.data;
}

/** A parameter that is given twice counts once, with its last value; an empty one counts as not given. */
function queryOf(url: URL): Record<string, string> {
  return Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));
}

/** The JSON that was sent. Another type is refused: a form of any other site can send those. */
async function jsonOf(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new ApiProblem(415, 'The body is not JSON', 'Send JSON, with the content type application/json.');
  const text = await request.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem(
      400,
      'The body is not JSON',
      'It could not be read as JSON: look for a missing comma or quote.',
      [{ field: 'body', remedy: 'Send one JSON object.' }],
    );
  }
}

function written(
  { method = 'GET', status = 200, who }: Pick<AnyOperation, 'method' | 'status' | 'who'>,
  { body, headers, contentType }: Answered<unknown>,
  request: Request,
): Response {
  if (status === 204)
    return new Response(null, { status, headers: { ...headers, 'cache-control': 'no-store' } });
  if (method !== 'GET' || who !== undefined) {
    return new Response(contentType === undefined ? JSON.stringify(body) : String(body), {
      status,
      headers: {
        ...headers,
        'cache-control': 'private, no-store',
        'content-type': contentType ?? 'application/json; charset=utf-8',
      },
    });
  }
  const text = contentType === undefined ? JSON.stringify(body) : String(body);
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const all = { ...headers, etag, 'cache-control': 'public, no-cache' };
  if (matches(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers: all });
  return new Response(text, {
    headers: { ...all, 'content-type': contentType ?? 'application/json; charset=utf-8' },
  });
}

/** RFC 9110 section 13.1.2: any of the listed tags, compared weakly, or `*`. */
function matches(condition: string | null, etag: string): boolean {
  if (condition === null) return false;
  return condition.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
