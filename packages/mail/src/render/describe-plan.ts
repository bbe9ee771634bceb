import { describeWish } from '../digest/candidates.ts';
import type { Cadence, SubscriptionPlan } from '../subscriptions/plan.ts';
import { zoneInWords } from './day-words.ts';

/** A subscription in words: `Trending papers, every weekday at 07:00 (Europe/Berlin), up to 10`. */
export function describePlan(plan: SubscriptionPlan): string {
  return `${describeWish(plan.wish).title}, ${describeCadence(plan.cadence)}, up to ${plan.count}`;
}

/** `every Monday at 07:00 (Europe/Berlin)`. */
export function describeCadence({ frequency, weekday, hour, timeZone }: Cadence): string {
  const days = {
    daily: 'every day',
    weekdays: 'every weekday',
    weekly: `every ${weekdays[weekday - 1] ?? 'week'}`,
    monthly: 'on the first of every month',
  };
  return `${days[frequency]} at ${String(hour).padStart(2, '0')}:00 (${zoneInWords(timeZone)})`;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
