import { findPaper, getPapers } from '@broadsheet/papers';
import { error } from '@sveltejs/kit';
import { library } from '../../../lib/server/library.ts';
import { paperImage } from '../../../lib/server/paper-image.ts';
import type { RequestHandler } from './$types';

/** `/og/2103.03230.png`: the picture of a paper for links elsewhere. */
export const GET: RequestHandler = async ({ params }) => {
  const [, key] = /^(.+)\.png$/.exec(params.file) ?? [];
  const found = key === undefined ? null : await findPaper(library(), key);
  const [paper] = found === null ? [] : await getPapers(library(), [found.id]);
  if (paper === undefined) error(404, { message: 'There is no such paper to make a picture of.' });
  const png = await paperImage(paper);
  return new Response(new Uint8Array(png), {
    headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' },
  });
};
