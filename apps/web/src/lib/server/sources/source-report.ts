import type { Source, SourceState } from '@broadsheet/sources';
import { newYorkMoment, span } from '../../dates.ts';

/**
 * How a source stands. `overdue`: its next run should have begun, so that nobody gathers, or it was turned off.
 * `unused`: it has never run here.
 */
type Standing = 'running' | 'failing' | 'overdue' | 'resting' | 'unused';

/** All that the operator's page says about one source. */
export interface SourceReport {
  name: string;
  title: string;
  about: string;
  licence: string;
  /** The service's rule, and where it stands. */
  rule: string;
  terms: string;
  standing: Standing;
  /** The standing in a sentence or two. */
  words: string;
  /** How far the run is, where the source tells. */
  progress: { done: number; total: number | null; words: string } | null;
  /** What ended the last run, and what to do about it. */
  trouble: { message: string; hint: string | null } | null;
  times: { name: string; at: Date; words: string }[];
  counts: { name: string; count: number }[];
}

type Described = Pick<Source, 'name' | 'title' | 'about' | 'licence' | 'etiquette'>;

/** Due runs begin within a minute; the program may be busy with another source, or just starting. In milliseconds. */
const grace = 300_000;

/** @param state null where the source has never run here. */
export function reportSource(source: Described, state: SourceState | null, now: Date): SourceReport {
  const { name, title, about, licence, etiquette } = source;
  const standing = state === null ? 'unused' : standingOf(state, now);
  return {
    name,
    title,
    about,
    licence,
    rule: etiquette.rule,
    terms: etiquette.terms,
    standing,
    words: state === null ? 'Has never run here.' : wordsFor(standing, state, now),
    progress: state?.running && state.progress ? progressOf(state.progress) : null,
    trouble: state?.error ? { message: state.error, hint: state.hint } : null,
    times: state === null ? [] : timesOf(state, now),
    counts: state === null ? [] : countsOf(state),
  };
}

function standingOf(state: SourceState, now: Date): Standing {
  if (state.running) return 'running';
  if (overdueBy(state, now) > grace) return 'overdue';
  return state.failures > 0 ? 'failing' : 'resting';
}

/** Milliseconds; a run that broke off waits since it began. */
function overdueBy({ nextRunAt, startedAt, endedAt }: SourceState, now: Date): number {
  const brokeOff = startedAt !== null && (endedAt === null || endedAt < startedAt) ? startedAt : null;
  const due = brokeOff ?? nextRunAt;
  return due === null ? 0 : now.getTime() - due.getTime();
}

function wordsFor(standing: Standing, state: SourceState, now: Date): string {
  const failed =
    state.failures > 0
      ? `Failed ${state.failures === 1 ? 'once' : `${state.failures} times in a row`}. `
      : '';
  switch (standing) {
    case 'running':
      return `${failed}Runs now${state.startedAt === null ? '' : `, for ${span(now.getTime() - state.startedAt.getTime())}`}.`;
    case 'overdue':
      return `${failed}Overdue by ${span(overdueBy(state, now))}: it was turned off, or nothing gathers.`;
    default:
      return `${failed}${nextWords(state, now)}`;
  }
}

function nextWords({ nextRunAt, failures }: SourceState, now: Date): string {
  const what = failures > 0 ? 'It is tried again' : 'It runs again';
  if (nextRunAt === null) return `${what} when something gathers.`;
  return nextRunAt <= now
    ? `${what} any moment now.`
    : `${what} in ${span(nextRunAt.getTime() - now.getTime())}.`;
}

function progressOf({ done, total, unit }: NonNullable<SourceState['progress']>): SourceReport['progress'] {
  const counted = done.toLocaleString('en');
  return {
    done,
    total,
    words: total === null ? `${counted} ${unit}` : `${counted} of ${total.toLocaleString('en')} ${unit}`,
  };
}

function timesOf(
  { succeededAt, startedAt, nextRunAt, running }: SourceState,
  now: Date,
): SourceReport['times'] {
  const time = (name: string, at: Date | null): SourceReport['times'] =>
    at === null ? [] : [{ name, at, words: `${fromNow(at, now)}, ${newYorkMoment(at, now)}` }];
  return [
    ...time('Last success', succeededAt),
    ...time('Last run', startedAt),
    ...(running ? [] : time('Next run', nextRunAt)),
  ];
}

function fromNow(at: Date, now: Date): string {
  const ahead = at.getTime() - now.getTime();
  return ahead > 0 ? `in ${span(ahead)}` : `${span(-ahead)} ago`;
}

function countsOf({ runs, records, created, rejected, failures }: SourceState): SourceReport['counts'] {
  return [
    { name: 'Runs', count: runs },
    { name: 'Records', count: records },
    { name: 'New papers', count: created },
    { name: 'Rejected', count: rejected },
    { name: 'Failures in a row', count: failures },
  ];
}
