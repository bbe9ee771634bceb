import { listPapers, type PaperCondition, type PaperSummary, type Store } from '@broadsheet/papers';
import { searchPapers, type Encoder } from '@broadsheet/search';
import { listOrders, viewAt, type View } from '../views.ts';

/** Papers to a map at most: more cannot be told apart, and take seconds to place. */
export const mostOnMap = 1500;
/** Of a search: behind its best hits come papers that hold its words by chance. */
export const mostOfSearch = 360;

/** The papers that a map is asked of. */
export interface AskedPapers {
  /** Address of the list that holds them. */
  readonly path: string;
  readonly title: string;
  readonly papers: readonly PaperSummary[];
  /** How many the list has. */
  readonly total: number;
  /** Whether there may be more than `total`. */
  readonly totalIsExact: boolean;
  /** Addresses of the lists before and behind it. */
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
}

/**
 * The papers of a list by its address, such as `/day/2026-03-10`, `/week/2026-W11?category=cs.LG` or `/search?q=diffusion`, in its
 * order: the first `mostOnMap` of them.
 * @param encoder the one in use, for searches by meaning
 * @param hide Without the papers that meet it, such as those that the reader's rules hide.
 * @returns null where there is no such list.
 */
export async function askedPapers(
  store: Store,
  of: string,
  now: Date,
  encoder: () => Promise<Encoder | null>,
  hide?: PaperCondition,
): Promise<AskedPapers | null> {
  const address = URL.parse(of, 'http://list.invalid');
  if (address?.host !== 'list.invalid') return null;
  const { pathname, searchParams } = address;
  if (/^\/search\/?$/.test(pathname)) return papersOfSearch(store, searchParams, await encoder(), hide);
  const view = await viewAt(store, pathname, searchParams, now).catch((error: unknown) => {
    // An address that is not written as addresses are.
    if (error instanceof URIError) return null;
    throw error;
  });
  return view === null ? null : papersOfView(store, view, searchParams, hide);
}

async function papersOfView(
  store: Store,
  view: View,
  query: URLSearchParams,
  hide: PaperCondition | undefined,
): Promise<AskedPapers> {
  const category = /^[\w.-]{1,60}$/.exec(query.get('category') ?? '')?.[0];
  const order = listOrders.find((name) => name === query.get('order'));
  const selection = {
    ...view.selection,
    ...(category === undefined ? {} : { category }),
    ...(order === undefined ? {} : { order }),
    ...(hide === undefined ? {} : { hide }),
  };
  const papers: PaperSummary[] = [];
  let total: number;
  do {
    const limit = Math.min(200, mostOnMap - papers.length);
    const page = await listPapers(store, selection, { limit, offset: papers.length });
    papers.push(...page.items);
    total = page.items.length === 0 ? papers.length : page.total;
  } while (papers.length < Math.min(total, mostOnMap));
  const narrowed = category === undefined || category === view.selection.category ? '' : category;
  const suffix = narrowed === '' ? '' : `?category=${narrowed}`;
  const narrow = (path: string | undefined) => (path === undefined ? undefined : path + suffix);
  return {
    path: view.path + (view.path.includes('?') ? suffix.replace('?', '&') : suffix),
    title: narrowed === '' ? view.title : `${view.title}, ${narrowed}`,
    papers,
    total,
    totalIsExact: true,
    previous: narrow(view.previousPath),
    next: narrow(view.nextPath),
  };
}

async function papersOfSearch(
  store: Store,
  query: URLSearchParams,
  encoder: Encoder | null,
  hide: PaperCondition | undefined,
): Promise<AskedPapers | null> {
  const asked = query.get('q')?.trim().slice(0, 2000) ?? '';
  if (asked === '') return null;
  const papers: PaperSummary[] = [];
  let total: number;
  let totalIsExact: boolean;
  do {
    const answer = await searchPapers(
      store,
      { query: asked, limit: 120, offset: papers.length, ...(hide === undefined ? {} : { hide }) },
      encoder,
    );
    papers.push(...answer.hits.map(({ paper }) => paper));
    ({ total, totalIsExact } = answer);
    if (answer.hits.length === 0) break;
  } while (papers.length < Math.min(total, mostOfSearch));
  return {
    path: `/search?q=${encodeURIComponent(asked)}`,
    title: `Search: ${asked}`,
    papers,
    total,
    totalIsExact,
  };
}
