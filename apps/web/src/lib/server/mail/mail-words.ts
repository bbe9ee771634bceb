import type { NewsWindow, SubscriptionPlan } from '@broadsheet/mail';
import { longDay } from '../../dates.ts';

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
