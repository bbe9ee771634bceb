import {
  childText,
  child,
  isDay,
  parsePublished,
  wholeTextOf,
  type XmlElement,
  type XmlParent,
} from '@broadsheet/papers';

/** What the papers of a volume have in common. */
export interface Volume {
  /** `2026.acl` and `long`. */
  collection: string;
  id: string;
  /** As the title page has it, or the journal's name. */
  venue: string;
  /** Of a journal: `51(2)`. */
  number: string;
  published: ReturnType<typeof parsePublished>;
  /** Empty where nobody vouches for one. */
  license: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Text with mark-up inside: small pieces of it keep their case or are set in bold; formulas are TeX. */
export function markedText(element: XmlElement, name: string): string {
  const marked = child(element, name);
  if (marked === undefined) return '';
  return wholeTextOf(marked, (tag, text) =>
    // A dollar sign inside would end the formula.
    tag === 'tex-math' && text.trim() !== '' && !text.includes('$') ? `$${text.trim()}$` : text,
  ).trim();
}

/**
 * Reads the `<meta>` of a volume.
 *
 * Published on the day that the Anthology took it in, where that is in the volume's own year: proceedings appear there
 * first. What was put in years later, or the winter before, has the month that it bears.
 * @param within The elements around it: `<collection id>` and `<volume id ingest-date>`.
 */
export function readVolume(meta: XmlElement, within: readonly XmlParent[]): Volume {
  const [collection, volume] = [attributesOf(within, 'collection'), attributesOf(within, 'volume')];
  const year = childText(meta, 'year');
  const month = months.indexOf(childText(meta, 'month').slice(0, 3).toLowerCase()) + 1;
  const ingested = volume['ingest-date'] ?? '';
  const said = month === 0 ? year : `${year}-${String(month).padStart(2, '0')}`;
  const number = childText(meta, 'journal-volume');
  const issue = childText(meta, 'journal-issue');
  return {
    collection: collection['id'] ?? '',
    id: volume['id'] ?? '',
    venue:
      markedText(meta, 'journal-title') ||
      // `Transactions of the Association for Computational Linguistics, Volume 13`
      markedText(meta, 'booktitle').replace(volume['type'] === 'journal' ? /,\s*Volume\b.*$/s : /$^/, ''),
    number: number === '' || issue === '' ? number : `${number}(${issue})`,
    published: parsePublished(isDay(ingested) && ingested.startsWith(`${year}-`) ? ingested : said),
    license: licenseOf(markedText(meta, 'publisher'), Number(year)),
  };
}

/** Of the Association's own publications. Source: https://aclanthology.org/faq/copyright/ */
function licenseOf(publisher: string, year: number): string {
  if (!/Association for Computational Linguistics/i.test(publisher) || !(year > 1900)) return '';
  return year >= 2016 ? 'CC BY 4.0' : 'CC BY-NC-SA 3.0';
}

export function attributesOf(within: readonly XmlParent[], name: string): Record<string, string> {
  return within.find((parent) => parent.name === name)?.attributes ?? {};
}
