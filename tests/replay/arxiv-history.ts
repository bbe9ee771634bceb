import { addDays, announcedAt, announcementDay, newYorkInstant } from '@broadsheet/papers';

/** Something that happened to a paper at arXiv. Instants are those of submission. */
export type PaperEvent =
  /** A version; the first of a paper is v1. `withdrawn`: its source is gone and its comment says so. */
  | { kind: 'version'; at: Date; withdrawn?: boolean }
  /** A further category, announced as a cross-list to its readers. */
  | { kind: 'cross'; at: Date; category: string }
  /** The administrators write something: no version, no announcement, but a new datestamp, at once. */
  | { kind: 'edit'; at: Date; journalRef: string };

/** A paper and all that happens to it, in the order of time. The first event is v1. */
export interface PaperHistory {
  id: string;
  title: string;
  abstract: string;
  authors: readonly string[];
  /** Of the submission; first is primary. */
  categories: readonly string[];
  events: readonly PaperEvent[];
}

/** A paper as arXiv shows it at an instant. */
export interface PaperState {
  history: PaperHistory;
  versions: { number: number; at: Date; withdrawn: boolean }[];
  categories: string[];
  journalRef: string | null;
  comment: string | null;
  /** When it changed last. */
  modified: Date;
}

/** Where a state is looked at: OAI-PMH publishes at 22:30 in New York, the query API and the feeds at midnight. */
export type Shown = 'oai' | 'query';

/** The day whose evening brings an event; an administrator's edit has none. */
export function dayOf(event: PaperEvent): string | null {
  if (event.kind === 'edit') return null;
  const known = days.get(event);
  if (known !== undefined) return known;
  const day = announcementDay(event.at);
  days.set(event, day);
  return day;
}

/** Calendars are slow, and every request looks at every paper. */
const days = new WeakMap<PaperEvent, string>();
const instants = new Map<string, Date>();

/** The paper at `now`, or null where it is not announced yet. */
export function stateOf(history: PaperHistory, now: Date, shown: Shown): PaperState | null {
  const state: PaperState = {
    history,
    versions: [],
    categories: [...history.categories],
    journalRef: null,
    comment: null,
    modified: new Date(0),
  };
  for (const event of history.events) {
    const day = dayOf(event);
    if (now < (day === null ? event.at : shownFrom(day, shown))) continue;
    const modified = day === null ? event.at : announced(day);
    if (modified > state.modified) state.modified = modified;
    if (event.kind === 'version') {
      const withdrawn = event.withdrawn ?? false;
      state.versions.push({ number: state.versions.length + 1, at: event.at, withdrawn });
      state.comment = withdrawn ? 'This paper has been withdrawn by the authors' : null;
    } else if (event.kind === 'cross') {
      if (!state.categories.includes(event.category)) state.categories.push(event.category);
    } else {
      state.journalRef = event.journalRef;
    }
  }
  return state.versions.length === 0 ? null : state;
}

function announced(day: string): Date {
  return remembered(day, () => announcedAt(day));
}

function shownFrom(day: string, shown: Shown): Date {
  return remembered(`${day} ${shown}`, () =>
    shown === 'oai' ? newYorkInstant(day, 22, 30) : newYorkInstant(addDays(day, 1), 0, 0),
  );
}

function remembered(name: string, make: () => Date): Date {
  const instant = instants.get(name) ?? make();
  instants.set(name, instant);
  return instant;
}

/**
 * Gives papers their ids as arXiv does: in the order of announcement, by the month of the announcement day.
 * @param first The number that each month begins with.
 */
export function numberPapers(papers: readonly Omit<PaperHistory, 'id'>[], first = 1): PaperHistory[] {
  const submitted = ({ events: [v1] }: Omit<PaperHistory, 'id'>) => v1?.at ?? new Date(0);
  const next = new Map<string, number>();
  return papers
    .map((paper) => ({ paper, day: announcementDay(submitted(paper)), at: submitted(paper).getTime() }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.at - b.at))
    .map(({ paper, day }) => {
      const month = day.slice(2, 7).replace('-', '');
      const number = next.get(month) ?? first;
      next.set(month, number + 1);
      return { ...paper, id: `${month}.${String(number).padStart(5, '0')}` };
    });
}
