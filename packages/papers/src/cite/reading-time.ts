/** Minutes to read a text at 220 words a minute (Brysbaert 2019: 238 for non-fiction, less for science); 1 or more. */
export function readingTime(text: string): number {
  return Math.max(1, Math.round(text.split(/\s+/).filter(Boolean).length / 220));
}
