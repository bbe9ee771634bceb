import type { RequestHandler } from '@sveltejs/kit';
import { ApiProblem, problemDocument } from '../../../lib/server/api/problem.ts';

/** Addresses that no operation has. */
export const fallback: RequestHandler = ({ url, locals }) =>
  problemDocument(
    new ApiProblem(
      404,
      'No such operation',
      'The API has nothing at this address. /api lists what there is.',
    ),
    url.pathname,
    locals.requestId,
  );
