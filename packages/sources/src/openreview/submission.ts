import { fields, refused, taken, type ReadItem, type SourceRecordInput } from '@broadsheet/papers';
import { publicText, publicValue } from './public-value.ts';
import { readReviews } from './reviews.ts';

type Row = fields.Row;

const site = 'https://openreview.net';

/**
 * A submission that everybody may read, with what its reviews came to.
 *
 * Of its dates only the month is taken: a venue opens all its papers in one go, so the day is the venue's. With it, five
 * thousand papers would stand on one announcement day, and arXiv papers would move to it.
 */
export function readSubmission(position: string, note: Row): ReadItem {
  const id = fields.text(note, 'id');
  const said = JSON.stringify(note);
  // The id and the forum of a submission are the same; replies have an id of their own.
  const isSubmission = /^[\w-]{5,40}$/.test(id) && fields.text(note, 'forum') === id;
  if (!isSubmission) {
    return refused(
      'openreview',
      position,
      'forum',
      'The note must be a submission: id and forum alike.',
      said,
    );
  }
  const title = publicText(note, 'title');
  if (title === '') {
    return refused('openreview', position, 'content.title', 'content.title.value must be a text.', said);
  }
  const venue = venueOf(note);
  const changed = instantOf(note['tmdate'] ?? note['mdate']);
  const open = instantOf(note['odate'] ?? note['pdate'] ?? note['cdate']);
  const license = fields.text(note, 'license');
  const summary = ['TLDR', 'TL;DR', 'one-sentence_summary']
    .map((field) => publicText(note, field))
    .find(Boolean);
  const reviews = readReviews(note);
  return taken(position, {
    source: 'openreview',
    key: id,
    statedAt: changed,
    identities: [{ scheme: 'openreview', value: id, confirmed: true }],
    title,
    abstract: publicText(note, 'abstract'),
    authors: authorsOf(note),
    ...(venue === '' ? {} : { venue }),
    ...(open === null ? {} : { published: { value: open.slice(0, 7), precision: 'month' as const } }),
    ...(license === '' || license.length > 300 ? {} : { license }),
    keywords: keywordsOf(note),
    ...(summary === undefined || summary.length > 5000 ? {} : { summary }),
    links: [
      ...fields.link('page', `${site}/forum?id=${id}`),
      ...pdfOf(note),
      ...['code', 'link_to_code'].flatMap((field) => fields.link('code', publicText(note, field))),
    ],
    withdrawn: /(^|\/)Withdrawn_Submission$/.test(publicText(note, 'venueid')),
    ...(reviews === undefined ? {} : { reviews }),
  });
}

/**
 * Where it was published: `ICLR 2024 poster`. Everything that was submitted says something there, so what was not
 * accepted, or not decided yet, is left out (`Submitted to ICLR 2024`), by its words and by its venue id.
 */
function venueOf(note: Row): string {
  // TMLR says `Accepted by TMLR`.
  const venue = publicText(note, 'venue').replace(/^Accepted (by|at|to) /i, '');
  const isOpen = /(^|\/)\w*Submission$/.test(publicText(note, 'venueid'));
  const isUndecided = /\b(submitted|submission|under review|pending|withdrawn|reject(ed)?)\b/i.test(venue);
  return isOpen || isUndecided || venue.length > 500 ? '' : venue;
}

/** Names, or since 2026 objects; account names stand beside them, and e-mail addresses of those who have none. */
function authorsOf(note: Row): NonNullable<SourceRecordInput['authors']> {
  const names = listOf(publicValue(note, 'authors'));
  const ids = listOf(publicValue(note, 'authorids'));
  return names.flatMap((author, index) => {
    const name = fields.isRow(author)
      ? fields.text(author, 'fullname') || fields.text(author, 'name')
      : author;
    const account = fields.isRow(author) ? author['username'] : ids[index];
    if (typeof name !== 'string' || name.trim() === '' || name.length > 300) return [];
    const isAccount = typeof account === 'string' && /^~[^\s@]{1,199}$/.test(account);
    return [{ name, ...(isAccount ? { user: account } : {}) }];
  });
}

function keywordsOf(note: Row): string[] {
  const value = publicValue(note, 'keywords');
  const words = typeof value === 'string' ? value.split(/[;,]/) : listOf(value);
  return words
    .filter((word): word is string => typeof word === 'string')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word.length <= 200)
    .slice(0, 200);
}

/** `/pdf/178e….pdf` is at their site; some venues name another place. */
function pdfOf(note: Row) {
  const pdf = publicText(note, 'pdf');
  return fields.link('pdf', /^\/(pdf|attachment)\b/.test(pdf) ? site + pdf : pdf);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Milliseconds since 1970, as an instant; null where it is none between 1990 and 2200. */
function instantOf(value: unknown): string | null {
  const isTime = typeof value === 'number' && value > 631_152_000_000 && value < 7_258_118_400_000;
  return isTime ? new Date(value).toISOString() : null;
}
