import type { RequestHandler } from '@sveltejs/kit';
import type { z } from 'zod';
import { now } from '../clock.ts';
import { encoderInUse } from '../encoder.ts';
import { library } from '../library.ts';
import type { Answerer, Operation } from './operation.ts';
import { respond } from './respond.ts';

/** The request handler of an operation, on the open library and today's clock. */
export function endpoint<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  operation: Operation<P, Q, A>,
  answer: Answerer<Operation<P, Q, A>>,
): RequestHandler {
  return ({ params, url, request, locals }) =>
    respond(operation, answer, {
      params,
      request,
      asking: { store: library(), now: now(), encoder: encoderInUse, url },
      requestId: locals.requestId,
    });
}
