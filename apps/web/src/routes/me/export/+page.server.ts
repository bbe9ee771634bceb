import { requireMember } from '../../../lib/server/access/require-member.ts';
import { archiveRoomsHere } from '../../../lib/server/own-library/archive-rooms-here.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  requireMember(event, 'keep own things');
  return { rooms: archiveRoomsHere.map(({ name, about }) => ({ name, about })) };
};
