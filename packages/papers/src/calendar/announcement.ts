import { addDays, weekday } from './day.ts';
import { holiday } from './holidays.ts';
import { newYorkClock, newYorkInstant } from './new-york.ts';

/**
 * arXiv's announcement days. Papers submitted until 14:00 New York are announced at 20:00 of the same day, Sunday to
 * Thursday; what comes later, or on a day without announcement, waits for the next. A paper's day in Broadsheet is the
 * New York date of that evening.
 * Source: https://info.arxiv.org/help/availability.html
 */
const cutOff = 14 * 60;

/** Whether arXiv announces papers on the evening of this day. */
export function isAnnouncementDay(day: string): boolean {
  return whyNoAnnouncement(day) === null;
}

/** Why nothing is announced on this day, for people; null where something is. */
export function whyNoAnnouncement(day: string): string | null {
  if ([5, 6].includes(weekday(day))) return 'arXiv announces papers from Sunday to Thursday';
  const name = holiday(day);
  return name === null ? null : `arXiv announces nothing on ${name}`;
}

/** The first announcement day after this one. */
export function nextAnnouncementDay(day: string): string {
  let next = addDays(day, 1);
  while (!isAnnouncementDay(next)) next = addDays(next, 1);
  return next;
}

/** The last announcement day before this one. */
export function previousAnnouncementDay(day: string): string {
  let previous = addDays(day, -1);
  while (!isAnnouncementDay(previous)) previous = addDays(previous, -1);
  return previous;
}

/** The day on which a paper submitted at this instant is announced. */
export function announcementDay(submitted: Date): string {
  const { day, minutes } = newYorkClock(submitted);
  return dueDay(minutes < cutOff ? day : addDays(day, 1));
}

/** The same where only the day of submission is known: taken to be before the cut-off, as most submissions are. */
export function announcementDayOfDate(day: string): string {
  return dueDay(day);
}

/** Listings and feeds carry the date of the morning after: what is dated D was announced on the last evening before D. */
export function announcementDayOfListing(day: string): string {
  return previousAnnouncementDay(day);
}

/**
 * Where a paper goes that had passed the cut-off by the morning of `day`. Sunday's evening brings what came until
 * Friday's cut-off; so what is in by Friday comes on Sunday, and what is in by the weekend comes on Monday.
 */
function dueDay(day: string): string {
  if (weekday(day) === 6 || weekday(day) === 0) {
    return firstFrom(addDays(day, weekday(day) === 6 ? 2 : 1));
  }
  return firstFrom(weekday(day) === 5 ? addDays(day, 2) : day);
}

function firstFrom(day: string): string {
  return isAnnouncementDay(day) ? day : nextAnnouncementDay(day);
}

/** The instant at which the day's papers are announced: 20:00 in New York. */
export function announcedAt(day: string): Date {
  return newYorkInstant(day, 20, 0);
}

/** From when on the day's page is final: 20:40 in New York, when the mailing is out and the sources have caught up. */
export function finalAt(day: string): Date {
  return newYorkInstant(day, 20, 40);
}

/**
 * By when gathering has the whole day: arXiv's OAI-PMH has it from about 22:30 in New York, and is asked at 22:35. A day that
 * is not told to be complete by then is late.
 */
export function gatheredBy(day: string): Date {
  return newYorkInstant(day, 23, 0);
}

/**
 * The day that the front page shows at this instant: the New York date, from midnight to midnight. Its papers come in
 * the evening; until then the front page says so and shows the last full day. (Hugging Face's daily list turns at
 * 21:30 New York instead; its counts are kept under the day that it names.)
 */
export function currentDay(now: Date): string {
  return newYorkClock(now).day;
}
