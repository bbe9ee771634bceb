import type { Cadence, NewsWindow, SubscriptionPlan } from '@broadsheet/mail';
import { longDay } from '../../dates.ts';
import { clockHour, weekdays } from '../../plan-form.ts';

/** `every weekday at 07:00 (Europe/Berlin)`. */
export function cadenceWords(cadence: Cadence): string {
  return `${dayWords(cadence)} at ${clockHour(cadence.hour)} (${zoneWords(cadence.timeZone)})`;
}

function dayWords({ frequency, weekday }: Cadence): string {
  switch (frequency) {
    case 'daily':
      return 'every day';
    case 'weekdays':
      return 'every weekday';
    case 'weekly':
      return `every ${weekdays[weekday - 1] ?? 'week'}`;
    case 'monthly':
      return 'on the first of each month';
  }
}

/** `at most 10 papers with whole abstracts`. */
export function amountWords({ count, length }: SubscriptionPlan): string {
  const papers = count === 1 ? 'one paper' : `at most ${count} papers`;
  return `${papers} with ${length === 'full' ? 'whole abstracts' : 'the beginnings of abstracts'}`;
}

const zoneWords = (timeZone: string): string => timeZone.replaceAll('_', ' ');

/** `Thursday, November 26, 2026, 07:00 (Europe/Berlin)`. */
export function momentWords(at: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  });
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  return `${day.format(at)}, ${clock.format(at)} (${zoneWords(timeZone)})`;
}

/** `Thursday, August 20, 2026`, or from one day to another. */
export function windowWords({ from, to }: NewsWindow): string {
  return from === to ? longDay(to) : `${longDay(from)} to ${longDay(to)}`;
}
