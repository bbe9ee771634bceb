import { analysePaper } from '../analysis/analyse.ts';
import { announcementDay, announcementDayOfDate, announcementDayOfListing } from '../calendar/index.ts';
import { authorKey, foldTitle, mergeKey } from '../identity/index.ts';
import type { Author, Link, PublishedDate, Reviews, SourceRecord, Version } from '../record/source-record.ts';
import { isArxiv, rank } from './precedence.ts';

/** A record as it lies in the store. */
export interface StoredRecord {
  id: number;
  content: SourceRecord;
}

/** The columns of `papers` that follow from its records. */
export interface FoldedPaper {
  title: string;
  abstract: string;
  authors: Author[];
  authorNames: string;
  terms: string;
  categories: string[];
  primaryCategory: string | null;
  venue: string | null;
  year: number | null;
  publishedOn: string | null;
  publishedAt: string | null;
  publishedPrecision: PublishedDate['precision'] | null;
  updatedAt: string | null;
  announcedOn: string | null;
  versions: Version[];
  license: string | null;
  comment: string | null;
  journalRef: string | null;
  keywords: string[];
  summary: string | null;
  links: Link[];
  withdrawn: boolean;
  citations: number | null;
  reviews: Reviews | null;
  provenance: Record<string, number>;
  mergeKey: string | null;
  titleKey: string;
}

/** Fields that one record supplies whole. */
export const chosenFields = [
  'title',
  'abstract',
  'authors',
  'categories',
  'venue',
  'license',
  'comment',
  'journalRef',
  'keywords',
  'summary',
  'citations',
  'reviews',
] as const;
type ChosenField = (typeof chosenFields)[number];

/**
 * One paper from all that is said about it: for each field the best record's value (precedence.ts), links and
 * versions from all of them. Pure, and independent of the order in which the records arrived.
 * @throws RangeError when there is no record.
 */
export function foldRecords(records: readonly StoredRecord[]): FoldedPaper {
  if (records.length === 0) throw new RangeError('A paper needs at least one record.');
  const provenance: Record<string, number> = {};
  const choose = <F extends ChosenField>(field: F): SourceRecord[F] => {
    const best = chooseRecord(records, field);
    if (best !== null) provenance[field] = best.id;
    return (best ?? first(records)).content[field];
  };
  const title = choose('title');
  const authors = withOrcids(choose('authors'), records);
  const abstract = choose('abstract');
  const authorNames = authors.map((author) => author.name).join(', ');
  const categories = choose('categories');
  const published = choosePublished(records);
  if (published) provenance['published'] = published.by;
  const announced = chooseAnnounced(records, published);
  if (announced) provenance['announcedOn'] = announced.by;
  const year = published === null ? null : Number.parseInt(published.date.value.slice(0, 4), 10);
  const updated = records
    .flatMap(({ content }) => content.updatedAt ?? content.versions.flatMap((version) => version.date ?? []))
    .sort()
    .at(-1);
  return {
    title,
    abstract,
    authors,
    authorNames,
    terms: analysePaper({ title, authorNames, abstract }),
    categories,
    primaryCategory: categories[0] ?? null,
    venue: choose('venue') ?? null,
    year,
    publishedOn: published === null ? null : firstDay(published.date.value),
    publishedAt: published?.date.precision === 'time' ? published.date.value : null,
    publishedPrecision: published?.date.precision ?? null,
    updatedAt: updated ?? null,
    announcedOn: announced?.day ?? null,
    versions: uniteVersions(records),
    license: choose('license') ?? null,
    comment: choose('comment') ?? null,
    journalRef: choose('journalRef') ?? null,
    keywords: choose('keywords'),
    summary: choose('summary') ?? null,
    links: uniteLinks(records),
    citations: choose('citations') ?? null,
    reviews: choose('reviews') ?? null,
    withdrawn: isWithdrawn(records),
    provenance,
    mergeKey: mergeKey(title, authors, year),
    titleKey: foldTitle(title),
  };
}

/** The record whose value of a field is shown, or null where none has one. */
export function chooseRecord(records: readonly StoredRecord[], field: ChosenField): StoredRecord | null {
  const speaking = records.filter(({ content }) => isFull(content[field]));
  const newestArxiv = Math.max(
    0,
    ...speaking.map(({ content }) => (isArxiv(content.source) ? content.version : 0)),
  );
  return (
    speaking
      .filter(({ content }) => !isArxiv(content.source) || content.version === newestArxiv)
      .sort(
        (a, b) =>
          rank(a.content.source, field) - rank(b.content.source, field) ||
          b.content.version - a.content.version ||
          compare(b.content.statedAt ?? '', a.content.statedAt ?? '') ||
          compare(a.content.key, b.content.key),
      )[0] ?? null
  );
}

function isFull(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
}

const fineness: Record<PublishedDate['precision'], number> = {
  time: 4,
  day: 3,
  'listed-day': 2,
  month: 1,
  year: 0,
};

/** The finest date wins, and of equally fine ones the earliest: first publication. */
function choosePublished(records: readonly StoredRecord[]): { date: PublishedDate; by: number } | null {
  const dated = records.flatMap(({ id, content }) =>
    content.published ? [{ date: honest(content.published), by: id }] : [],
  );
  dated.sort(
    (a, b) =>
      fineness[b.date.precision] - fineness[a.date.precision] ||
      compare(a.date.value, b.date.value) ||
      a.by - b.by,
  );
  return dated[0] ?? null;
}

/** Some sources write midnight where they know only the day (Hugging Face since 2026). */
function honest(date: PublishedDate): PublishedDate {
  if (date.precision !== 'time' || !/T00:00(:00(\.0+)?)?Z$/.test(date.value)) return date;
  return { value: date.value.slice(0, 10), precision: 'day' };
}

/** A source's outright word first; else what arXiv's calendar makes of the day of submission or listing. */
function chooseAnnounced(
  records: readonly StoredRecord[],
  published: { date: PublishedDate; by: number } | null,
): { day: string; by: number } | null {
  const stated = records
    .flatMap(({ id, content }) => (content.announcedOn ? [{ day: content.announcedOn, by: id }] : []))
    .sort((a, b) => compare(a.day, b.day))[0];
  if (stated) return stated;
  if (published === null) return null;
  const onArxiv = records.some(({ content }) =>
    content.identities.some(({ scheme, confirmed }) => scheme === 'arxiv' && confirmed),
  );
  const { value, precision } = published.date;
  switch (precision) {
    case 'listed-day':
      return { day: announcementDayOfListing(value), by: published.by };
    case 'time':
      return { day: onArxiv ? announcementDay(new Date(value)) : value.slice(0, 10), by: published.by };
    case 'day':
      return { day: onArxiv ? announcementDayOfDate(value) : value, by: published.by };
    default:
      return null;
  }
}

function uniteVersions(records: readonly StoredRecord[]): Version[] {
  const byNumber = new Map<number, Version>();
  for (const { content } of records) {
    if (content.version > 0 && !byNumber.has(content.version))
      byNumber.set(content.version, { number: content.version });
    for (const version of content.versions) {
      byNumber.set(version.number, { ...byNumber.get(version.number), ...version });
    }
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/**
 * A paper is withdrawn, or retracted, when any source says so of its newest version. arXiv's roads count as one source, and
 * not all of them can tell: one that does is believed.
 */
function isWithdrawn(records: readonly StoredRecord[]): boolean {
  const bySource = Map.groupBy(records, ({ content }) =>
    isArxiv(content.source) ? 'arxiv' : content.source,
  );
  return [...bySource.values()].some((ofSource) => {
    const newest = Math.max(...ofSource.map(({ content }) => content.version));
    return ofSource.some(({ content }) => content.version === newest && content.withdrawn);
  });
}

/** ORCIDs that another source knows of the same names. A name that stands twice on the paper is nobody's for certain. */
function withOrcids(authors: readonly Author[], records: readonly StoredRecord[]): Author[] {
  const known = new Map<string, string | null>();
  for (const { content } of records) {
    for (const { name, orcid } of content.authors) {
      if (orcid === undefined) continue;
      const key = authorKey(name);
      known.set(key, (known.get(key) ?? orcid) === orcid ? orcid : null);
    }
  }
  if (known.size === 0) return [...authors];
  const names = authors.map(({ name }) => authorKey(name));
  return authors.map((author, index) => {
    const key = names[index] ?? '';
    const orcid = known.get(key);
    const alone = names.filter((name) => name === key).length === 1;
    return author.orcid !== undefined || !orcid || !alone ? author : { ...author, orcid };
  });
}

/** One link per kind and address; the highest count of stars is the newest, since counts are snapshots that grow. */
function uniteLinks(records: readonly StoredRecord[]): Link[] {
  const byAddress = new Map<string, Link>();
  for (const { content } of records) {
    for (const link of content.links) {
      const address = `${link.kind} ${link.url}`;
      const known = byAddress.get(address);
      if (known === undefined || (link.stars ?? -1) > (known.stars ?? -1)) byAddress.set(address, link);
    }
  }
  return [...byAddress.values()].sort((a, b) => compare(`${a.kind} ${a.url}`, `${b.kind} ${b.url}`));
}

function first(records: readonly StoredRecord[]): StoredRecord {
  const [record] = records;
  if (record === undefined) throw new RangeError('A paper needs at least one record.');
  return record;
}

/** `2024` → `2024-01-01`, `2024-05` → `2024-05-01`, instants and days → their day. */
function firstDay(value: string): string {
  return `${value}-01-01`.slice(0, 10);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
