import { addDays, newYorkClock } from '@broadsheet/papers';

/**
 * When an evening's announcement is in OAI-PMH, as minutes after midnight in New York: arXiv says about 22:30, Sunday to
 * Thursday. Source: https://info.arxiv.org/help/oa/index.html
 */
export const oaiPublishes = 22 * 60 + 30;

/** The last day (New York) whose announcement, if there was one, OAI-PMH should hold at this instant. */
export function lastPublishedDay(at: Date): string {
  const { day, minutes } = newYorkClock(at);
  return minutes >= oaiPublishes ? day : addDays(day, -1);
}
