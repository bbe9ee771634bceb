import { announcedAt, currentDay, type DayDescription } from '@broadsheet/papers';
import type { SourceState } from '@broadsheet/sources';
import { newYorkMoment, newYorkTime, span } from '../../dates.ts';

/** When the papers were last updated, and what is still to come. */
export interface Freshness {
  at: Date;
  /** `12 minutes ago`. */
  ago: string;
  /** `18:05 New York`. */
  moment: string;
  /** What is still expected of today, in a sentence or two; null where nothing is. */
  expected: string | null;
}

type Gathered = Pick<SourceState, 'succeededAt' | 'nextRunAt' | 'running'>;

/** @param today How today stands at `now`. @returns null where no source ever came to the end of a run. */
export function freshnessOf(
  states: readonly Gathered[],
  today: Pick<DayDescription, 'day' | 'state' | 'count' | 'usual' | 'finalAt'>,
  now: Date,
): Freshness | null {
  const ends = states.flatMap(({ succeededAt }) => succeededAt?.getTime() ?? []);
  if (ends.length === 0) return null;
  const at = new Date(Math.max(...ends));
  const papers = stillExpected(today);
  return {
    at,
    ago: `${span(now.getTime() - at.getTime())} ago`,
    moment: newYorkMoment(at, now),
    expected: papers === null ? null : `Still expected today: ${papers}.${nextLook(states, now)}`,
  };
}

function stillExpected({
  day,
  state,
  count,
  usual,
  finalAt,
}: Parameters<typeof freshnessOf>[1]): string | null {
  const rest = usual !== null && usual > count ? `about ${(usual - count).toLocaleString('en')} ` : '';
  const more = count > 0 ? 'more papers' : 'papers';
  switch (state) {
    case 'upcoming':
      return `${rest}${more}, announced at ${newYorkTime(announcedAt(day))}`;
    case 'partial':
      return finalAt === null ? null : `${rest}${more}, until ${newYorkTime(finalAt)}`;
    case 'late':
      return `${rest}${more}, which are late`;
    default:
      return null;
  }
}

/** When a source is asked next, where that is still today in New York. */
function nextLook(states: readonly Gathered[], now: Date): string {
  if (states.some(({ running }) => running)) return ' Sources are being asked now.';
  const runs = states.flatMap(({ nextRunAt }) => (nextRunAt !== null && nextRunAt > now ? nextRunAt : []));
  const next = runs.toSorted((a, b) => a.getTime() - b.getTime())[0];
  return next === undefined || currentDay(next) !== currentDay(now)
    ? ''
    : ` Sources are asked next at ${newYorkTime(next)}.`;
}
