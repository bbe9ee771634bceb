import type { Page } from '@broadsheet/papers';

/** The `Link` header (RFC 8288) to the next page, or nothing on the last one. */
export function nextPage(
  url: URL,
  { total, limit, offset }: Pick<Page<unknown>, 'total' | 'limit' | 'offset'>,
  change: Record<string, string>,
): Record<string, string> {
  if (offset + limit >= total) return {};
  const next = new URL(url);
  for (const [name, value] of Object.entries(change)) next.searchParams.set(name, value);
  return { link: `<${next.href}>; rel="next"` };
}
