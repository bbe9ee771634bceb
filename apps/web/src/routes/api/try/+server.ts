import type { RequestHandler } from '@sveltejs/kit';
import { addressOf, operations } from '../../../lib/server/api/operations.ts';
import { ApiProblem, problemDocument } from '../../../lib/server/api/problem.ts';

/** Where the forms of the documentation lead: a form cannot put a value into a path, so this sends it on. */
export const GET: RequestHandler = ({ url, locals }) => {
  const values = Object.fromEntries(url.searchParams);
  const operation = operations.find(({ id }) => id === values['operation']);
  if (operation === undefined) {
    const remedy = 'Choose an operation on /api.';
    const problem = new ApiProblem(400, 'Unknown operation', remedy, [{ field: 'operation', remedy }]);
    return problemDocument(problem, url.pathname, locals.requestId);
  }
  return new Response(null, { status: 303, headers: { location: addressOf(operation, values) } });
};
