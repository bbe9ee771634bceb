import type { DayDescription } from '@broadsheet/papers';
import { newYorkTime } from './dates.ts';

type Counted = Pick<DayDescription, 'state' | 'count' | 'usual' | 'finalAt'>;

/** `37 papers so far of about 60`, with as much as is known. */
function soFar({ count, usual }: Counted): string {
  const papers = `${count.toLocaleString('en')} ${count === 1 ? 'paper' : 'papers'} so far`;
  return usual !== null && usual > count ? `${papers} of about ${usual.toLocaleString('en')}` : papers;
}

/** What a day is that is not all here yet; null for any other. */
export function unfinishedWords(day: Counted): string | null {
  const due = day.finalAt === null ? null : `${newYorkTime(day.finalAt)} New York`;
  if (day.state === 'partial') return `${soFar(day)}${due === null ? '' : `, final at ${due}`}.`;
  if (day.state === 'late')
    return `${soFar(day)}. This day was due at ${due}; not all sources have told everything yet.`;
  return null;
}
