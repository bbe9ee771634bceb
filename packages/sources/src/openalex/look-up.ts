import type { ReadItem } from '@broadsheet/papers';
import type { HttpClient } from '../http/http-client.ts';
import { askForWork, askForWorks, type Access } from './ask-works.ts';
import { namesIn, readWork, type AskedPaper } from './work.ts';

export interface Found {
  items: ReadItem[];
  /** The papers of which OpenAlex has a work. */
  known: Set<number>;
  requests: number;
  isNearlySpent: boolean;
}

/** Values that one filter may hold. OpenAlex says 100 by now; it was 50 for years, and addresses stay short. */
export const valuesInFilter = 50;

/** A DOI that means the same inside of a filter: commas and bars have a meaning of their own there. */
const plainDoi = /^10\.\d{4,9}\/[-._;()/:a-z0-9]+$/;

const prefixOfArxiv = '10.48550/arxiv.';

/**
 * Looks up to `valuesInFilter` papers up, by DOI or by arXiv id. An arXiv paper is asked for by the DOI that arXiv gave
 * it, and then, where it was published since and its work bears the publisher's DOI, by the address of its copy at arXiv.
 */
export async function lookUp(
  http: HttpClient,
  access: Access,
  papers: readonly AskedPaper[],
): Promise<Found> {
  const found: Found = { items: [], known: new Set(), requests: 0, isNearlySpent: false };
  const byDoi = new Map(papers.map((paper) => [doiOf(paper), paper]));
  const plain = [...byDoi.keys()].filter((doi) => plainDoi.test(doi));
  if (plain.length > 0) {
    for (const work of await list(http, access, `doi:${plain.join('|')}`, found)) {
      take(work, byDoi.get(namesIn(work).doi ?? ''), found);
    }
  }
  for (const [doi, paper] of byDoi) {
    if (plainDoi.test(doi)) continue;
    found.requests++;
    const work = await askForWork(http, access, doi);
    if (work !== null) take(work, paper, found);
  }
  await lookUpCopies(http, access, papers, found);
  return found;
}

async function lookUpCopies(
  http: HttpClient,
  access: Access,
  papers: readonly AskedPaper[],
  found: Found,
): Promise<void> {
  const missing = papers.flatMap((paper) => {
    const id = arxivIdOf(paper);
    return id === null || found.known.has(paper.paperId) ? [] : [[id, paper] as const];
  });
  for (let at = 0; at < missing.length; at += valuesInFilter / 2) {
    const batch = new Map(missing.slice(at, at + valuesInFilter / 2));
    // Older copies are listed with http, newer ones with https.
    const addresses = [...batch.keys()].flatMap((id) => [
      `https://arxiv.org/abs/${id}`,
      `http://arxiv.org/abs/${id}`,
    ]);
    for (const work of await list(http, access, `locations.landing_page_url:${addresses.join('|')}`, found)) {
      for (const id of namesIn(work).arxiv) take(work, batch.get(id), found);
    }
  }
}

/** Several works of one paper are doubles, and the one that is cited most is the one that is kept up: it comes first. */
async function list(http: HttpClient, access: Access, filter: string, found: Found): Promise<unknown[]> {
  found.requests++;
  const page = await askForWorks(http, access, { filter, per_page: '100', sort: 'cited_by_count:desc' });
  found.isNearlySpent ||= page.isNearlySpent;
  return page.works;
}

function take(work: unknown, paper: AskedPaper | undefined, found: Found): void {
  if (paper === undefined || found.known.has(paper.paperId)) return;
  found.known.add(paper.paperId);
  found.items.push(readWork(`${paper.scheme} ${paper.value}`, work, paper));
}

function doiOf({ scheme, value }: AskedPaper): string {
  return scheme === 'doi' ? value : `${prefixOfArxiv}${value.toLowerCase()}`;
}

function arxivIdOf({ scheme, value }: AskedPaper): string | null {
  if (scheme === 'arxiv') return value;
  return value.startsWith(prefixOfArxiv) ? value.slice(prefixOfArxiv.length) : null;
}
