import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Answered, Answerer, AnswerOf, Asking, Operation } from './operation.ts';
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
export async function respond<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  operation: Operation<P, Q, A>,
  answer: Answerer<Operation<P, Q, A>>,
  { params, request, asking, requestId }: OperationRequest,
): Promise<Response> {
  try {
    const input = {
      params: parse(operation.params, params),
      query: parse(
        operation.surface === 'v1' ? operation.query.strict() : operation.query,
        queryOf(asking.url),
      ),
    } as Parameters<typeof answer>[0];
    return written(await answer(input, asking), request);
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

function written({ body, headers, contentType }: Answered<AnswerOf<Operation>>, request: Request): Response {
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
