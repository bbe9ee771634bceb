import { addDays, newYorkClock } from '@broadsheet/papers';

/** Minutes after midnight in New York at which the next day's list begins. */
const turns = 21 * 60 + 30;

/** The first list there is. */
export const firstFeedDay = '2023-05-04';

/**
 * The day of the daily list that is growing at this instant: the date in New York, and from 21:30 there the next one.
 * Source: `currentDailyFeedDate` in https://github.com/huggingface/hf-mcp-server
 */
export function dailyFeedDay(at: Date): string {
  const { day, minutes } = newYorkClock(at);
  return minutes >= turns ? addDays(day, 1) : day;
}
