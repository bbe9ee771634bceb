import type { Store } from '@broadsheet/papers';
import { whyHidden, type RulesInForce } from '@broadsheet/people';
import type { Encoder, ReadSeeds, SimilarPaper } from '@broadsheet/search';
import type { PaperCard } from '../../card.ts';
import type { HiddenPapers } from '../../hidden-papers.ts';
import type { SimilarForm } from '../../similar-form.ts';
import { hiddenAmong, markHidden } from '../rules/describe-hidden.ts';
import { toCard } from '../to-card.ts';
import { findSimilar } from './find-similar.ts';

/** A reader's rules, and whether they want to see what those hide. */
export interface Reading {
  rules: RulesInForce | null;
  showing: boolean;
}

/** Similar papers as a reader's rules leave them, and what the rules hide of the list that there would be without them. */
export async function findForReader(
  store: Store,
  read: ReadSeeds,
  form: SimilarForm,
  encoder: Encoder | null,
  limit: number,
  { rules, showing }: Reading,
): Promise<{ items: { card: PaperCard; similar: SimilarPaper }[]; hidden: HiddenPapers | null }> {
  const all = await findSimilar(store, read, form, encoder, limit);
  if (rules === null) return { items: toItems(all, toCards(all)), hidden: null };
  const why = await whyHidden(
    store,
    rules.rules,
    all.map(({ paper }) => paper.id),
  );
  const hidden = await hiddenAmong(rules, [...why.keys()], { more: false, shown: showing });
  if (showing || why.size === 0)
    return { items: toItems(all, await markHidden(toCards(all), rules)), hidden };
  const left = await findSimilar(store, read, form, encoder, limit, rules.hides);
  return { items: toItems(left, toCards(left)), hidden };
}

function toCards(found: readonly SimilarPaper[]): PaperCard[] {
  return found.map(({ paper }) => toCard(paper));
}

function toItems(found: readonly SimilarPaper[], cards: readonly PaperCard[]) {
  return found.flatMap((similar, index) => {
    const card = cards[index];
    return card === undefined ? [] : { card, similar };
  });
}
