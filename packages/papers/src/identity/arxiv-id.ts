/**
 * arXiv identifiers. New scheme since April 2007: `YYMM.NNNN`, five digits since January 2015. Old scheme until March
 * 2007: `archive/YYMMNNN`, written with or without a subject class; the canonical form has none.
 * Source: https://info.arxiv.org/help/arxiv_identifier.html
 */
const newScheme = /^(\d{2})(\d{2})\.(\d{4,5})(?:v([1-9]\d{0,2}))?$/;
const oldScheme = /^([a-z-]{2,12})(?:\.[A-Za-z-]{2})?\/(\d{2})(\d{2})(\d{3})(?:v([1-9]\d{0,2}))?$/;

/** Archives that gave out old-scheme ids. */
const archives = new Set(
  `acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga
  funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph
  q-alg q-bio quant-ph solv-int supr-con`.split(/\s+/),
);

export interface ArxivId {
  /** Canonical, without version. */
  id: string;
  version?: number;
}

/** Reads an arXiv id without any prefix; null where the text is not one (month 13, five digits in 2010, …). */
export function parseArxivId(text: string): ArxivId | null {
  return parseNew(text) ?? parseOld(text);
}

function parseNew(text: string): ArxivId | null {
  const match = newScheme.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', number = '', version] = match;
  const when = Number(year) * 100 + Number(month);
  const digits = when >= 1501 ? 5 : 4;
  if (when < 704 || !isMonth(month) || number.length !== digits || Number(number) === 0) return null;
  return withVersion(`${year}${month}.${number}`, version);
}

function parseOld(text: string): ArxivId | null {
  const match = oldScheme.exec(text);
  if (match === null) return null;
  const [, archive = '', year = '', month = '', number = '', version] = match;
  const when = (Number(year) > 90 ? 1900 + Number(year) : 2000 + Number(year)) * 100 + Number(month);
  if (!archives.has(archive) || !isMonth(month) || when < 199107 || when > 200703) return null;
  return withVersion(`${archive}/${year}${month}${number}`, version);
}

function isMonth(month: string): boolean {
  return month >= '01' && month <= '12';
}

function withVersion(id: string, version: string | undefined): ArxivId {
  return version === undefined ? { id } : { id, version: Number(version) };
}
