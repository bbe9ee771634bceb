import { ArchiveError, importArchive, largestArchive, may } from '@broadsheet/people';
import { fail } from '@sveltejs/kit';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { now } from '../../../lib/server/clock.ts';
import { library } from '../../../lib/server/library.ts';
import { archiveRoomsHere } from '../../../lib/server/own-library/archive-rooms-here.ts';
import { readForm } from '../../../lib/server/read-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Troubles that are listed of each room. */
const mostShown = 50;

export const load: PageServerLoad = (event) => {
  const member = requireMember(event, 'keep own things');
  return { largest: largestArchive / 2 ** 20, mayAdd: may(member, 'submit papers') };
};

export const actions: Actions = {
  default: async (event) => {
    const member = requireMember(event, 'keep own things');
    const file = (await readForm(event.request)).get('archive');
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { trouble: 'Choose the archive that the export gave.', report: null });
    try {
      const packed = new Uint8Array(await file.arrayBuffer());
      const report = await importArchive(library(), member, packed, { rooms: archiveRoomsHere, now: now() });
      return {
        trouble: '',
        report: {
          rooms: report.rooms.map(({ name, taken, refused }) => ({
            name,
            taken,
            refused: refused.slice(0, mostShown),
            others: Math.max(0, refused.length - mostShown),
          })),
          left: report.left,
          refused: report.refused.slice(0, mostShown),
        },
      };
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      return fail(400, { trouble: `${error.message} Nothing was taken in.`, report: null });
    }
  },
};
