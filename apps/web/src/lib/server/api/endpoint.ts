import type { RequestHandler } from '@sveltejs/kit';
import type { z } from 'zod';
import { now } from '../clock.ts';
import { encoderInUse } from '../encoder.ts';
import { library } from '../library.ts';
import type { Answerer, Operation } from './operation.ts';
import { respond } from './respond.ts';

/** The request handler of an operation, on the open library and today's clock. */
export function endpoint<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  A extends z.ZodType,
  B extends z.ZodType,
>(operation: Operation<P, Q, A, B>, answer: Answerer<Operation<P, Q, A, B>>): RequestHandler {
  return ({ params, url, request, locals }) =>
    respond(operation, answer, {
      params,
      request,
      asking: {
        store: library(),
        now: now(),
        encoder: encoderInUse,
        url,
        // Where anybody may ask, a token that does not let its program read as its owner leaves it nobody.
        member:
          operation.who !== undefined || (locals.scopes?.includes('read') ?? true) ? locals.member : null,
        scopes: locals.scopes,
      },
      requestId: locals.requestId,
    });
}
