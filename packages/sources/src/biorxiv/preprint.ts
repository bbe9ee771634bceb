import { fields, isDay, parseIdentity, refused, taken, type ReadItem } from '@broadsheet/papers';
import { plainAbstract } from './highwire-text.ts';

export type Server = 'biorxiv' | 'medrxiv';

/** The codes of the API in words. `cc0_ng` is the work of a US government employee. */
const licences = new Map([
  ['cc_by', 'CC BY 4.0'],
  ['cc_by_nc', 'CC BY-NC 4.0'],
  ['cc_by_nd', 'CC BY-ND 4.0'],
  ['cc_by_nc_nd', 'CC BY-NC-ND 4.0'],
  ['cc_by_sa', 'CC BY-SA 4.0'],
  ['cc_by_nc_sa', 'CC BY-NC-SA 4.0'],
  ['cc0', 'CC0 1.0'],
  ['cc0_ng', 'CC0 1.0 (work of the US government)'],
  ['cc_no', 'All rights reserved'],
]);

/** Withdrawal is a new version whose text says so; the API has no field for it. */
const withdrawal =
  /^\s*(?:withdrawn\b|withdrawal statement|(?:this|the) (?:manuscript|preprint|article|paper) has been withdrawn|the authors? (?:have|has) withdrawn)/i;

/**
 * A version of a preprint, as a row of `/details/` has it. Its name is its DOI, whatever the prefix: 10.1101 until the end
 * of 2025, 10.64898 since.
 */
export function readPreprint(server: Server, position: string, row: unknown): ReadItem {
  if (!fields.isRow(row)) {
    return refused(server, position, null, 'The item is not an object.', JSON.stringify(row) ?? '');
  }
  const said = JSON.stringify(row);
  const named = text(row, 'doi');
  const doi = parseIdentity(`doi:${named}`);
  if (doi?.scheme !== 'doi') return refused(server, position, 'doi', 'doi must be a DOI.', said);
  const title = text(row, 'title');
  if (title === '') return refused(server, position, 'title', 'title must not be empty.', said);
  const version = versionOf(row['version']);
  if (version === null) {
    return refused(server, position, 'version', 'version must be a whole number from 1 to 999.', said);
  }
  const day = text(row, 'date');
  if (!isDay(day)) {
    return refused(server, position, 'date', 'date must be a day, YYYY-MM-DD.', said);
  }
  const subject = text(row, 'category');
  const abstract = plainAbstract(text(row, 'abstract'));
  const license = text(row, 'license');
  const site = `https://www.${server}.org/content/${doi.value}v${version}`;
  return taken(position, {
    source: server,
    key: doi.value,
    version,
    identities: fields.identitiesIn(`doi:${named}`, publishedAs(text(row, 'published'))),
    title,
    abstract,
    authors: authorsOf(row),
    categories: subject === '' ? [] : [categoryOf(server, subject)],
    keywords: subject === '' ? [] : [subject],
    // The first version's day is that of the paper, and the one on which its readers are told.
    ...(version === 1 ? { published: { value: day, precision: 'day' as const } } : {}),
    versions: [{ number: version, date: `${day}T00:00:00.000Z` }],
    ...(license === '' ? {} : { license: licences.get(license) ?? license }),
    links: [...fields.link('page', site), ...fields.link('pdf', `${site}.full.pdf`)],
    withdrawn: withdrawal.test(title) || withdrawal.test(abstract),
  });
}

/**
 * The subject as a category, `biorxiv.cell-biology`: it is what people follow there, as they follow cs.CL at arXiv, and
 * the server's name keeps it apart from arXiv's codes. Lower-case letters and hyphens, at most 60 characters; what a
 * subject says in brackets is left out.
 */
export function categoryOf(server: Server, subject: string): string {
  const words = subject
    .toLowerCase()
    .replace(/\(.*$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${server}.${words}`.slice(0, 60).replace(/[.-]$/, '');
}

/** A field's text; `NA` is how the API says that there is none. */
function text(row: fields.Row, field: string): string {
  const value = fields.text(row, field).trim();
  return value === 'NA' ? '' : value;
}

function publishedAs(doi: string): string {
  return doi === '' ? '' : `doi:${doi}`;
}

/** Whole numbers come as text. */
function versionOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 999
    ? number
    : null;
}

/** `Doe, J.; Roe, R.`, and the corresponding author's institution at the name that it belongs to. */
function authorsOf(row: fields.Row) {
  const institution = text(row, 'author_corresponding_institution').slice(0, 500);
  const [, family] = /(\S+)$/.exec(text(row, 'author_corresponding')) ?? [];
  const names = text(row, 'authors')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const corresponding = names.filter((name) => name.split(',')[0] === family);
  return names.map((name) =>
    // Two of one family name: nobody says which of them it is.
    institution !== '' && corresponding.length === 1 && name === corresponding[0]
      ? { name, affiliation: institution }
      : { name },
  );
}
