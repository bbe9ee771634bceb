import { dayIn, type Subscription } from '@broadsheet/mail';
import { longDay } from '../../dates.ts';
import { aboutPlan } from './about-plan.ts';
import { momentWords } from './mail-words.ts';
import { planFormOf } from './plan-form.ts';

/** A subscription as its subscriber's page shows it. */
export function describeSubscription(
  { id, plan, endedAt, pausedUntil, nextAt, mutes }: Subscription,
  now: Date,
) {
  const { timeZone } = plan.cadence;
  // A pause that is over is not taken away; the calendar passes it by.
  const paused = endedAt === null && pausedUntil !== null && pausedUntil > dayIn(timeZone, now);
  return {
    id,
    about: aboutPlan(plan),
    values: planFormOf(plan),
    standing: endedAt !== null ? ('ended' as const) : paused ? ('paused' as const) : ('active' as const),
    /** How it stands, in a sentence. */
    words:
      endedAt !== null
        ? `Ended on ${longDay(dayIn(timeZone, endedAt))}.`
        : `${paused && pausedUntil !== null ? `Paused until ${longDay(pausedUntil)}. ` : ''}${nextAt === null ? '' : `The next mail comes on ${momentWords(nextAt, timeZone)}, if there is something to say.`}`,
    mutes: mutes.map(({ kind, value, label }) => ({ key: `${kind} ${value}`, kind, label })),
  };
}
