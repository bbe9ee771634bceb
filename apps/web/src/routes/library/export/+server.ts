import { libraryFormats, libraryMedia, writeLibrary } from '@broadsheet/people';
import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { requireMember } from '../../../lib/server/access/require-member.ts';
import { library } from '../../../lib/server/library.ts';
import { readLibraryQuery } from '../../../lib/server/own-library/library-query.ts';
import type { RequestHandler } from './$types';

/** A member's library as a file: all of it, or what the address's filter holds for. */
export const GET: RequestHandler = async (event) => {
  const member = requireMember(event, 'keep own things');
  const format = z.enum(libraryFormats).safeParse(event.url.searchParams.get('format') ?? 'json');
  if (!format.success)
    error(400, {
      message: `A library is given out as ${libraryFormats.join(', ')}; choose one as ?format=.`,
    });
  const { filter } = readLibraryQuery(event.url.searchParams);
  const { type, file } = libraryMedia[format.data];
  return new Response(await writeLibrary(library(), member.id, format.data, filter), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${file}"` },
  });
};
