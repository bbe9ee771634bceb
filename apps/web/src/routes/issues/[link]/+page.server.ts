import { issueBehind } from '../../../lib/server/mail/signed.ts';
import { windowWords } from '../../../lib/server/mail/mail-words.ts';
import { renderParagraphs } from '../../../lib/server/render-text.ts';
import { toCard } from '../../../lib/server/to-card.ts';
import type { PageServerLoad } from './$types';

/** A digest as it was sent, for good; its papers are as they are now. */
export const load: PageServerLoad = async ({ params, setHeaders }) => {
  const { digest } = await issueBehind(params.link);
  setHeaders({ 'cache-control': 'private, max-age=300' });
  const { title, path, day, more, partial, length } = digest;
  return {
    title,
    path,
    day,
    days: windowWords(digest),
    more,
    partial,
    full: length === 'full',
    entries: digest.entries.map(({ paper, why }) => ({
      card: { ...toCard(paper), abstractHtml: renderParagraphs(paper.abstract) },
      why,
    })),
  };
};
