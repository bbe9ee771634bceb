import { countHidden, whyHidden, type Rule, type RulesInForce } from '@broadsheet/people';
import { countMeeting, type Selection } from '@broadsheet/papers';
import type { PaperCard } from '../../card.ts';
import type { HiddenPapers } from '../../hidden-papers.ts';
import { ruleInWords } from '../../rule-words.ts';
import { library } from '../library.ts';

/** Rules that a list names; the page of rules has them all. */
const mostNamed = 5;

/**
 * What rules hide of a selection, for the note above its list; null where they hide nothing.
 * @param count How many that is, where they are hidden; null where they are shown, and have to be counted.
 */
export async function hiddenOf(
  { rules, hides }: RulesInForce,
  selection: Omit<Selection, 'hide'>,
  count: number | null,
): Promise<HiddenPapers | null> {
  const all = count ?? (await countMeeting(library(), selection, [hides]))[0] ?? 0;
  if (all === 0) return null;
  const { only } = selection;
  const hidden: Omit<Selection, 'order' | 'hide'> = {
    ...selection,
    only: only === undefined ? hides : (bind) => `(${only(bind)}) and (${hides(bind)})`,
  };
  return { count: all, more: false, shown: count === null, by: await named(rules, hidden) };
}

/** The same of papers that are known by id. */
export async function hiddenAmong(
  { rules }: RulesInForce,
  ids: readonly number[],
  { more, shown }: Pick<HiddenPapers, 'more' | 'shown'>,
): Promise<HiddenPapers | null> {
  if (ids.length === 0) return null;
  const by = await named(rules, { only: (bind) => `p.id = any(${bind(ids)}::bigint[])` });
  return { count: ids.length, more, shown, by };
}

async function named(
  rules: readonly Rule[],
  selection: Omit<Selection, 'order' | 'hide'>,
): Promise<HiddenPapers['by']> {
  const counts = await countHidden(library(), rules, selection);
  return rules
    .map((rule, index) => ({ id: rule.id, words: ruleInWords(rule), count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostNamed);
}

/** Marks the cards that rules would hide with what hides them. */
export async function markHidden(cards: readonly PaperCard[], { rules }: RulesInForce): Promise<PaperCard[]> {
  const why = await whyHidden(
    library(),
    rules,
    cards.map(({ id }) => id),
  );
  return cards.map((card) => {
    const hiding = why.get(card.id);
    return hiding === undefined ? card : { ...card, hiddenBy: hiding.map(ruleInWords) };
  });
}
