/** What the form on a page's foot offers. */
export interface Offer {
  kind: string;
  value: string;
  /** Completes “Mail me …”. */
  words: string;
}

interface Shown {
  route: { id: string | null };
  params: Record<string, string | undefined>;
  /** What the page shows, as far as it says what it is about. */
  data: { view?: { title?: string }; query?: unknown };
}

/** The page's own papers where it is about some, else the trending ones. */
export function offeredWish({ route, params, data }: Shown): Offer {
  const title = data.view?.title;
  if (title !== undefined) {
    switch (route.id) {
      case '/categories/[code]': {
        const code = params['code'] ?? '';
        return { kind: 'category', value: code, words: `new papers of ${code}` };
      }
      case '/authors/[key]':
        return { kind: 'author', value: title, words: `new papers by ${title}` };
      case '/venues/[name]':
        return { kind: 'venue', value: title, words: `new papers at ${title}` };
    }
  }
  if (route.id === '/following')
    return { kind: 'following', value: '', words: 'what is new of what I follow' };
  if (route.id === '/search' && typeof data.query === 'string' && data.query !== '')
    return { kind: 'search', value: data.query, words: `new papers for ${data.query}` };
  return { kind: 'trending', value: '', words: 'the trending papers' };
}
