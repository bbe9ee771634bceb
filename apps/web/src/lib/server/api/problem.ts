import type { z } from 'zod';

/** A field of a request that cannot be served, and what would be right. */
interface FieldProblem {
  /** The parameter's name. */
  field: string;
  /** What was wrong and what to send instead. */
  remedy: string;
}

/** Thrown by answers when a request cannot be served; `endpoint` writes it in the surface's own form. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly fields: readonly FieldProblem[];

  /** @param detail one or two sentences for people: what was wrong and what to do. */
  constructor(status: number, title: string, detail: string, fields: readonly FieldProblem[] = []) {
    super(detail);
    this.status = status;
    this.title = title;
    this.fields = fields;
  }
}

/** A request whose parameters do not fit their schema, every one of them named. */
export function invalidRequest(error: z.ZodError): ApiProblem {
  const fields = error.issues.flatMap((issue): FieldProblem[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({
          field,
          remedy: 'There is no such parameter here: leave it out, or see /api for its name.',
        }))
      : [{ field: issue.path.join('.') || 'request', remedy: issue.message }],
  );
  const detail = fields.map(({ field, remedy }) => `${field}: ${remedy}`).join(' ');
  return new ApiProblem(400, 'The request has a parameter that does not fit.', detail, fields);
}

/** RFC 9457 problem document. `about:blank` types: the title says what the status means here. */
export function problemDocument(
  problem: ApiProblem,
  instance: string,
  requestId: string | undefined,
): Response {
  return new Response(
    JSON.stringify({
      type: 'about:blank',
      title: problem.title,
      status: problem.status,
      detail: problem.message,
      instance,
      ...(problem.fields.length > 0 ? { errors: problem.fields } : {}),
      ...(requestId === undefined ? {} : { requestId }),
    }),
    { status: problem.status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } },
  );
}

/** The error form of the Hugging Face API: `{ "error": "…" }`. */
export function huggingFaceError(problem: ApiProblem): Response {
  return new Response(JSON.stringify({ error: problem.message }), {
    status: problem.status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}
