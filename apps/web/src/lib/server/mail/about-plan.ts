import { describeCadence, describeWish, type SubscriptionPlan } from '@broadsheet/mail';
import { amountWords } from './mail-words.ts';

/** A plan in words, for the pages that show it. */
export function aboutPlan(plan: SubscriptionPlan): {
  /** `Machine Learning (cs.LG)`. */
  title: string;
  /** The page that shows the same papers. */
  path: string;
  /** `every weekday at 07:00 (Europe/Berlin)`. */
  cadence: string;
  /** `at most 10 papers with whole abstracts`. */
  amount: string;
} {
  return { ...describeWish(plan.wish), cadence: describeCadence(plan.cadence), amount: amountWords(plan) };
}
