import { exportInterests } from '@broadsheet/people';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { library } from '../../../lib/server/library.ts';
import type { RequestHandler } from './$types';

/** A member's interests, what they are learnt from, and how the feed is mixed, as a file. */
export const GET: RequestHandler = async (event) => {
  const { id } = requireMember(event, 'keep own things');
  return new Response(`${JSON.stringify(await exportInterests(library(), id), null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="broadsheet-interests.json"',
    },
  });
};
