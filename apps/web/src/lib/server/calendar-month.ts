import { addDays, countByDay, isAnnouncementDay, monthOf, weekday } from '@broadsheet/papers';
import { library } from './library.ts';

/** A month as the calendar shows it: weeks from Monday, days of other months as null. */
export interface CalendarMonth {
  name: string;
  previous: string;
  next: string;
  weeks: ({ day: string; papers: number; announces: boolean } | null)[][];
}

export async function loadMonth(day: string): Promise<CalendarMonth> {
  const month = monthOf(day);
  const counts = await countByDay(library(), month.from, month.to);
  const days: CalendarMonth['weeks'][number] = Array.from(
    { length: (weekday(month.from) + 6) % 7 },
    () => null,
  );
  for (let at = month.from; at <= month.to; at = addDays(at, 1)) {
    days.push({ day: at, papers: counts.get(at) ?? 0, announces: isAnnouncementDay(at) });
  }
  while (days.length % 7 !== 0) days.push(null);
  return {
    name: month.name,
    previous: monthOf(addDays(month.from, -1)).name,
    next: monthOf(addDays(month.to, 1)).name,
    weeks: Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7)),
  };
}
