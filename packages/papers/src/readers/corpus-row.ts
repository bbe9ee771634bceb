import type { ReadItem } from '../record/reject.ts';
import type { SourceRecordInput } from '../record/source-record.ts';
import { categoriesIn, count, identitiesIn, link, rows, text, texts, type Row } from './fields.ts';
import { refused, taken } from './items.ts';

/**
 * A row of the corpus file: `id` is `arxiv:2608.19758` or `acl:D16-2003`. Its `license` is that of the metadata, not of
 * the paper, and is left out; so are `ratings`, `topicTags`, `award`, `lang` and `booktitle`, which have no field yet.
 * `listedIn` (the listings it was seen in) stands for categories where there are none.
 */
export function readCorpusRow(position: string, row: Row): ReadItem {
  const source = text(row, 'source') || 'jsonl';
  const published = publishedOf(row);
  if (published === null) {
    return refused(
      source,
      position,
      'published',
      'published must be YYYY, YYYY-MM or YYYY-MM-DD, with its publishedPrecision.',
      JSON.stringify(row),
    );
  }
  const venue = text(row, 'venueAccepted') || text(row, 'venue');
  const categories = categoriesIn(texts(row, 'categories'));
  const day = text(row, 'hfDay');
  const upvotes = count(row, 'upvotes');
  const identities = identitiesIn(
    text(row, 'id'),
    prefixed('arxiv', text(row, 'arxivId')),
    prefixed('doi', text(row, 'doi')),
    text(row, 'url'),
    ...rows(row, 'alsoIn').map((also) => text(also, 'url')),
  );
  return taken(position, {
    source,
    key: text(row, 'id'),
    identities: [
      ...identities,
      ...(day !== '' && text(row, 'arxivId') !== ''
        ? identitiesIn(`hf:${text(row, 'arxivId')}`).filter(({ scheme }) => scheme === 'hf')
        : []),
    ],
    title: text(row, 'title'),
    abstract: text(row, 'abstract'),
    authors: texts(row, 'authors').map((name) => ({ name })),
    categories: categories.length > 0 ? categories : categoriesIn(texts(row, 'listedIn')),
    ...(venue === '' || venue === 'arXiv' ? {} : { venue }),
    published,
    comment: text(row, 'comment'),
    keywords: texts(row, 'keywords'),
    links: [...link('page', text(row, 'url')), ...link('code', text(row, 'githubRepo'))],
    popularity:
      day === '' || upvotes === undefined ? [] : [{ day, upvotes, comments: count(row, 'hfComments') ?? 0 }],
  });
}

/** A day's counts on the Hugging Face daily list: `day`, `arxivId`, `upvotes`, `numComments`, `title`. */
export function readSnapshotRow(position: string, row: Row): ReadItem {
  const source = 'hugging-face';
  const identities = identitiesIn(`hf:${text(row, 'arxivId')}`);
  if (identities.length === 0) {
    return refused(
      source,
      position,
      'arxivId',
      'arxivId must be an arXiv id such as 2405.15738.',
      JSON.stringify(row),
    );
  }
  const upvotes = count(row, 'upvotes');
  if (upvotes === undefined) {
    return refused(
      source,
      position,
      'upvotes',
      'upvotes must be a whole number, 0 or more.',
      JSON.stringify(row),
    );
  }
  const at = text(row, 'paperPublishedAt');
  return taken(position, {
    source,
    key: `${text(row, 'arxivId')} on ${text(row, 'day')}`,
    identities,
    title: text(row, 'title'),
    ...(at === '' ? {} : { published: { value: at, precision: 'time' as const } }),
    popularity: [{ day: text(row, 'day'), upvotes, comments: count(row, 'numComments') ?? 0 }],
  });
}

function prefixed(scheme: string, value: string): string {
  return value === '' ? '' : `${scheme}:${value}`;
}

const lengths: Record<string, number> = { year: 4, month: 7, day: 10, 'listed-day': 10 };

function publishedOf(row: Row): NonNullable<SourceRecordInput['published']> | null {
  const precision = text(row, 'publishedPrecision');
  const value = text(row, 'published').slice(0, lengths[precision] ?? 0);
  if (value.length !== lengths[precision]) return null;
  return { value, precision: precision as 'year' | 'month' | 'day' | 'listed-day' };
}
