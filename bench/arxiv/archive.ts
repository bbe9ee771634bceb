import { placeOf, spreadOver } from './days.ts';
import { makePaper, type SyntheticPaper } from './paper.ts';

/** No record of arXiv has an older datestamp. */
const earliestDatestamp = '2005-09-16';
/** The first day of the ids that are used here, `0704.0001`. */
const firstDay = '2007-04-01';

/** An arXiv that nobody wrote: each record follows from its number alone. */
export interface Archive {
  papers: number;
  /** @param number From 0. */
  paper(number: number): SyntheticPaper;
  /** The number of the first record with this datestamp or a later one; `papers` where there is none. */
  firstSince(datestamp: string): number;
}

/**
 * Records in the order of their datestamps, from 2005-09-16 to `until`, with ids of the new scheme, counted up in each
 * month. Since these ids begin in April 2007, a record's datestamp lies a little before its submission; nothing minds.
 * @throws RangeError where a month before 2015 would need more ids than four digits give.
 */
export function makeArchive({ papers, until }: { papers: number; until: string }): Archive {
  const stated = spreadOver(papers, earliestDatestamp, until);
  const submitted = spreadOver(papers, firstDay, until);
  /** By month, `0704`: the number of its first record. */
  const months = new Map<string, number>();
  for (const [at, day] of submitted.days.entries()) {
    const month = monthOf(day);
    if (!months.has(month)) months.set(month, submitted.firsts[at] ?? 0);
  }
  const starts = [...months.values(), papers];
  for (const [at, month] of [...months.keys()].entries())
    if ((starts[at + 1] ?? 0) - (starts[at] ?? 0) > (month < '1501' ? 9_999 : 99_999))
      throw new RangeError(
        `So many papers have no ids: ${papers.toLocaleString('en')}. Take 3,000,000 at most.`,
      );
  return {
    papers,
    paper(number) {
      const day = submitted.days[placeOf(submitted, number)] ?? firstDay;
      const month = monthOf(day);
      const count = number - (months.get(month) ?? 0) + 1;
      return makePaper(number, {
        id: `${month}.${String(count).padStart(month < '1501' ? 4 : 5, '0')}`,
        datestamp: stated.days[placeOf(stated, number)] ?? earliestDatestamp,
        submitted: day,
        until,
      });
    },
    firstSince(datestamp) {
      const place = stated.days.findIndex((day) => day >= datestamp);
      return place === -1 ? papers : (stated.firsts[place] ?? papers);
    },
  };
}

/** `2007-04-01` → `0704`. */
function monthOf(day: string): string {
  return day.slice(2, 4) + day.slice(5, 7);
}
