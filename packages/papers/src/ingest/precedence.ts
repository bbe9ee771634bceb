/**
 * Whose word counts when sources differ. For each field the first source in its order wins; sources that are not
 * named stand between the named ones and the last-resort ones. The losing values stay in their records and are shown
 * beside the winner.
 *
 * Two rules stand above the order:
 * - among records of arXiv (whatever road they came by), the newer version of the paper wins;
 * - an empty value never wins over a full one.
 */

/** arXiv's own words, by how much they say: OAI knows every version, the query API one, the feed a day. */
const arxiv = ['arxiv-oai', 'arxiv-api', 'arxiv', 'arxiv-feed'];
/** The body that published the paper. */
const publishers = ['acl', 'openreview', 'crossref', 'biorxiv', 'medrxiv'];
/**
 * Taken where nobody better speaks. First services that say more about known papers: Hugging Face copies arXiv's words, the
 * others put theirs together by machine. Then what people typed or scraped, what members submitted, and last what readers brought for libraries of their own,
 * which nobody has looked at. GitHub knows no papers at all, and its
 * records repeat the title that was shown when it was asked.
 */
const lastResort = [
  'hugging-face',
  'openalex',
  'semantic-scholar',
  'bibtex',
  'ris',
  'page',
  'submission',
  'library',
  'github',
];

const orders = {
  /** Where and when it was published is the publisher's to say; the text is the author's, kept freshest at arXiv. */
  venue: [...publishers, 'openalex', 'semantic-scholar', ...arxiv],
  text: [...arxiv, ...publishers],
} as const;

const middle = 100;

/** Smaller wins. */
export function rank(source: string, field: string): number {
  const order: readonly string[] = field === 'venue' || field === 'journalRef' ? orders.venue : orders.text;
  const place = order.indexOf(source);
  if (place >= 0) return place;
  const last = lastResort.indexOf(source);
  return last >= 0 ? middle + 1 + last : middle;
}

export function isArxiv(source: string): boolean {
  return arxiv.includes(source);
}
