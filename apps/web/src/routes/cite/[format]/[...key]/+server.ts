import { findPaper, getPaper, toBibtex, toCslJson, toMarkdown, toRis } from '@broadsheet/papers';
import { error } from '@sveltejs/kit';
import { library } from '../../../../lib/server/library.ts';
import { siteUrl } from '../../../../lib/server/site-url.ts';
import type { RequestHandler } from './$types';

/** A paper's citation as a file, or its text for agents. */
export const GET: RequestHandler = async ({ params, url }) => {
  const found = await findPaper(library(), params.key);
  const paper = found && (await getPaper(library(), found.id));
  if (paper === null) error(404, { message: `No paper here is called ${params.key}.` });
  const file = `${paper.key.replaceAll('/', '-')}.${params.format}`;
  switch (params.format) {
    case 'bib':
      return answer(toBibtex(paper), 'application/x-bibtex', file);
    case 'ris':
      return answer(toRis(paper), 'application/x-research-info-systems', file);
    case 'csl.json':
      return answer(
        `${JSON.stringify([toCslJson(paper)], null, 2)}\n`,
        'application/vnd.citationstyles.csl+json',
        file,
      );
    case 'md':
      return answer(toMarkdown(paper, { siteUrl: siteUrl(url) }), 'text/markdown', null);
    default:
      return error(404, { message: 'Citations end in .bib, .ris, .csl.json or .md.' });
  }
};

function answer(body: string, type: string, file: string | null): Response {
  return new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'public, max-age=300',
      ...(file === null ? {} : { 'content-disposition': `attachment; filename="${file}"` }),
    },
  });
}
