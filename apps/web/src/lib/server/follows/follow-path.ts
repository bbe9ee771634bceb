import type { Follow } from '@broadsheet/people';

/** The page of what somebody follows. */
export function followPath({ kind, value }: Pick<Follow, 'kind' | 'value'>): string | null {
  switch (kind) {
    case 'author':
      return `/authors/${encodeURIComponent(value)}`;
    case 'venue':
      return `/venues/${encodeURIComponent(value)}`;
    case 'category':
      return `/categories/${encodeURIComponent(value)}`;
    case 'search':
      return `/search?q=${encodeURIComponent(value)}&sort=date`;
    case 'member':
      return null;
  }
}
