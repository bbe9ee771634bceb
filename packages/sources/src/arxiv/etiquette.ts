import type { Etiquette } from '../source.ts';

/**
 * arXiv counts its feeds, its OAI-PMH service and its query API together: one request every three seconds over one
 * connection, however many machines ask. Source: https://info.arxiv.org/help/api/tou.html
 */
export const arxivEtiquette: Etiquette = {
  scope: 'arxiv',
  interval: 3000,
  perDay: null,
  rule: 'One request every three seconds, one connection, for all of arXiv’s addresses together.',
  terms: 'https://info.arxiv.org/help/api/tou.html',
};

/** Of the metadata. The papers themselves have licences of their own. */
export const arxivLicence = 'CC0-1.0';
