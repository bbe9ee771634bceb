/** An instant for people, to the minute: `2026-03-09 14:05 UTC`. */
export function shownInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
