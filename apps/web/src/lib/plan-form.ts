/** What a form about a subscription holds, as it was typed. */
export interface PlanForm {
  kind: string;
  value: string;
  frequency: string;
  weekday: string;
  hour: string;
  timeZone: string;
  count: string;
  length: string;
}

/** What is wrong with a form, by field. */
export type PlanTroubles = Partial<Record<keyof PlanForm | 'email', string>>;

/** The kinds of papers that one can subscribe to: what each is called, and what is asked for. */
export const kinds = [
  ['trending', 'Trending papers', '', ''],
  ['category', 'A category', 'Category', 'As arXiv writes it: cs.LG, or cs for all of them.'],
  ['topic', 'A topic', 'Topic', 'A few words; papers that hold all of them.'],
  ['author', 'An author', 'Name', 'As it stands on papers.'],
  ['venue', 'A venue', 'Venue', 'As its page here is called.'],
  ['search', 'A search', 'Query', 'As in the search box, operators and all.'],
  ['following', 'What I follow', '', ''],
] as const;

export const frequencies = [
  ['daily', 'Every day'],
  ['weekdays', 'Every weekday'],
  ['weekly', 'Once a week'],
  ['monthly', 'On the first of the month'],
] as const;

export const weekdays = [
  ['1', 'Monday'],
  ['2', 'Tuesday'],
  ['3', 'Wednesday'],
  ['4', 'Thursday'],
  ['5', 'Friday'],
  ['6', 'Saturday'],
  ['7', 'Sunday'],
] as const;

/** `7` is shown as `07:00`. */
export const hours = Array.from(
  { length: 24 },
  (_, hour) => [String(hour), `${String(hour).padStart(2, '0')}:00`] as const,
);

export const lengths = [
  ['short', 'Beginnings of abstracts'],
  ['full', 'Whole abstracts'],
] as const;
