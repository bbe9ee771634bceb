import { listPapers, type Selection } from '@broadsheet/papers';
import type { Member } from '@broadsheet/people';
import { error } from '@sveltejs/kit';
import { z } from 'zod';
import type { CardPage } from '../card.ts';
import { library } from './library.ts';
import { withOwnMarks } from './own-marks.ts';
import { hiddenOf, markHidden } from './rules/describe-hidden.ts';
import { ownRules, wantsHidden } from './rules/own-rules.ts';
import { toCard } from './to-card.ts';
import { listOrders, type View } from './views.ts';

/** Papers to a page. */
const pageSize = 25;

/** What a list's query string may say. Every other name in it is left to its own page. */
const ListQuery = z.object({
  page: z.coerce.number().int().min(1).max(4000).catch(1),
  order: z.enum(listOrders).optional().catch(undefined),
  category: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .optional()
    .catch(undefined),
});

/** What a list's query string asks for; what it says wrongly is left out. */
export function readListQuery(query: URLSearchParams): z.infer<typeof ListQuery> {
  return ListQuery.parse(Object.fromEntries(query));
}

/** One page of a view, as the query string asks for it, and as the reader's rules leave it. Answers 404 for a page after the last. */
export async function loadCards(
  view: View,
  query: URLSearchParams,
  member: Member | null,
): Promise<CardPage & { order: Selection['order'] }> {
  const { page, order, category } = readListQuery(query);
  const selection: Selection = {
    ...view.selection,
    ...(order === undefined ? {} : { order }),
    ...(category === undefined ? {} : { category }),
  };
  const offset = (page - 1) * pageSize;
  const rules = await ownRules(member);
  const showing = wantsHidden(query);
  const { items, total, hidden } = await listPapers(
    library(),
    rules === null || showing ? selection : { ...selection, hide: rules.hides },
    { limit: pageSize, offset },
  );
  const pages = Math.max(1, Math.ceil(total / pageSize));
  if (page > pages)
    error(404, {
      message: `This list has ${pages} ${pages === 1 ? 'page' : 'pages'}; there is no page ${page}.`,
    });
  const cards = await withOwnMarks(member, items.map(toCard));
  return {
    cards: rules !== null && showing ? await markHidden(cards, rules) : cards,
    firstRank: offset + 1,
    total,
    page,
    pages,
    order: selection.order,
    hidden: rules === null ? null : await hiddenOf(rules, selection, showing ? null : hidden),
  };
}
