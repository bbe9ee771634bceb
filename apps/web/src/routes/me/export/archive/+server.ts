import { Readable } from 'node:stream';
import { archiveFolder, writeArchive } from '@broadsheet/people';
import { requireMember } from '../../../../lib/server/access/require-member.ts';
import { now } from '../../../../lib/server/clock.ts';
import { library } from '../../../../lib/server/library.ts';
import { archiveRoomsHere } from '../../../../lib/server/own-library/archive-rooms-here.ts';
import { siteUrl } from '../../../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** Everything of a member's own as one file. */
export const GET: RequestHandler = (event) => {
  const member = requireMember(event, 'keep own things');
  const archive = writeArchive(library(), member, {
    rooms: archiveRoomsHere,
    site: siteUrl(event.url),
    now: now(),
  });
  const day = now().toISOString().slice(0, 10);
  return new Response(Readable.toWeb(archive) as ReadableStream, {
    headers: {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${archiveFolder}-${member.handle}-${day}.tar.gz"`,
    },
  });
};
