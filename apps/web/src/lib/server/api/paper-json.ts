import type { PaperDetail, PaperSummary, Provenance } from '@broadsheet/papers';
import type { Hit } from '@broadsheet/search';
import type { z } from 'zod';
import type { Paper, PaperRecord } from './paper-schemas.ts';

/** A paper as `/api/v1` tells it: the summary without our internal number, dates as ISO 8601. */
export function toPaperJson(paper: PaperSummary, origin: string): z.input<typeof Paper> {
  return {
    key: paper.key,
    url: `${origin}/papers/${paper.key}`,
    arxivId: paper.arxivId,
    doi: paper.doi,
    title: paper.title,
    abstract: paper.abstract,
    authors: paper.authors,
    categories: paper.categories,
    venue: paper.venue,
    year: paper.year,
    published: paper.published,
    publishedAt: iso(paper.publishedAt),
    updatedAt: iso(paper.updatedAt),
    announcedOn: paper.announcedOn,
    summary: paper.summary,
    keywords: paper.keywords,
    links: paper.links,
    withdrawn: paper.withdrawn,
    citations: paper.citations,
    featured: paper.featured,
    votes: paper.votes,
    comments: paper.comments,
    trending: paper.trending,
    trendingTerms: paper.trendingTerms,
    changedAt: paper.changedAt.toISOString(),
  };
}

/** The whole record, with provenance and conflicts. */
export function toPaperRecordJson(paper: PaperDetail, origin: string): z.input<typeof PaperRecord> {
  return {
    ...toPaperJson(paper, origin),
    identities: paper.identities,
    versions: paper.versions,
    versionChanges: paper.versionChanges,
    license: paper.license,
    comment: paper.comment,
    journalRef: paper.journalRef,
    reviews: paper.reviews,
    provenance: Object.fromEntries(
      Object.entries(paper.provenance).map(([field, by]) => [field, toProvenanceJson(by)]),
    ),
    conflicts: paper.conflicts.map(({ field, chosen, others }) => ({
      field,
      chosen: toToldJson(chosen),
      others: others.map(toToldJson),
    })),
    popularity: paper.popularity,
    lists: paper.lists,
  };
}

/** A hit for programs that pay by the token: no abstract, no markup. */
export function toCompactHit({ paper, passage }: Hit) {
  const [first] = paper.authors;
  return {
    key: paper.key,
    title: paper.title,
    authors: first === undefined ? '' : `${first.name}${paper.authors.length > 1 ? ' et al.' : ''}`,
    published: paper.published,
    votes: paper.votes,
    passage: passage.map(({ text }) => text).join(''),
  };
}

function toToldJson({ value, by }: { value: unknown; by: Provenance }) {
  return { value: value ?? null, by: toProvenanceJson(by) };
}

function toProvenanceJson({ source, key, statedAt, receivedAt }: Provenance) {
  return { source, key, statedAt: iso(statedAt), receivedAt: receivedAt.toISOString() };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
