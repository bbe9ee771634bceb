import { exportRules } from '@broadsheet/people';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { library } from '../../../lib/server/library.ts';
import type { RequestHandler } from './$types';

/** All rules of a member as a file, to take along or to keep. */
export const GET: RequestHandler = async (event) => {
  const { id } = requireMember(event, 'keep own things');
  return new Response(`${JSON.stringify(await exportRules(library(), id), null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="broadsheet-rules.json"',
    },
  });
};
