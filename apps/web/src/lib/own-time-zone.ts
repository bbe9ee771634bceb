/** The reader's time zone as their system tells it; null where it does not. */
export function ownTimeZone(): string | null {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
}
