import { randomUUID } from 'node:crypto';

/** Most mails that wait; the oldest go first. */
const most = 50;

const waiting = new Map<string, string>();

/**
 * Keeps a mail that a page has just drawn for the frame in that page, which asks for it next: it need not be put together
 * twice, and the page and its frame say the same. Each has a name of its own and is given once, by the process that drew
 * it; whoever gets nothing draws anew.
 * @returns What `takeDrawn` wants.
 */
export function keepDrawn(html: string): string {
  const name = randomUUID();
  waiting.set(name, html);
  for (const oldest of waiting.keys()) {
    if (waiting.size <= most) break;
    waiting.delete(oldest);
  }
  return name;
}

export function takeDrawn(name: string | null): string | null {
  if (name === null) return null;
  const html = waiting.get(name) ?? null;
  waiting.delete(name);
  return html;
}
