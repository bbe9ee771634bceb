import { tick } from 'svelte';

/**
 * Keeps what was scrolled to, for the way back: a list page's `snapshot`. The scroll position is part of it, since the
 * page is short again until its cards are back.
 */
export function listSnapshot<Card>(read: () => Card[], write: (cards: Card[]) => void) {
  return {
    capture: () => ({ cards: read(), top: window.scrollY }),
    restore: async ({ cards, top }: { cards: Card[]; top: number }) => {
      if (cards.length === 0) return;
      write(cards);
      await tick();
      window.scrollTo(0, top);
    },
  };
}
