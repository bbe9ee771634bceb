import type { Identity } from '../record/source-record.ts';
import type { PaperSummary } from '../views/paper.ts';

/**
 * Where the text of a paper lies as PDF, or null: the address that a source gave, else the one that arXiv and the ACL
 * Anthology make from their ids (https://info.arxiv.org/help/arxiv_identifier.html, https://aclanthology.org/info/).
 */
export function pdfUrl(
  paper: Pick<PaperSummary, 'links' | 'arxivId'> & {
    identities?: readonly Pick<Identity, 'scheme' | 'value'>[];
  },
): string | null {
  const given = paper.links.find((link) => link.kind === 'pdf')?.url;
  if (given !== undefined) return given;
  if (paper.arxivId !== null) return `https://arxiv.org/pdf/${paper.arxivId}`;
  const acl = paper.identities?.find(({ scheme }) => scheme === 'acl');
  return acl ? `https://aclanthology.org/${acl.value}.pdf` : null;
}
