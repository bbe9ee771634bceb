import { papersCalled, type Store } from '@broadsheet/papers';
import { papersNamedIn, renderMemberText } from '../render-markdown.ts';
import { renderSpans } from '../render-spans.ts';
import { toCard } from '../to-card.ts';
import { whyHit } from '../why-hit.ts';
import type { FoundInLibrary } from './find-in-library.ts';

/** A paper of somebody's library as its page shows it. */
export type LibraryCard = Awaited<ReturnType<typeof toLibraryCards>>[number];

/** Prepares papers of a library for the page: notes become markup, days are written out. */
export async function toLibraryCards(store: Pick<Store, 'query'>, items: readonly FoundInLibrary[]) {
  const papers = await papersCalled(
    store,
    items.flatMap(({ entry }) => papersNamedIn(entry.note)),
  );
  return items.map(({ paper, entry, hit, inNote }) => ({
    card: {
      ...toCard(paper),
      ...(hit === null
        ? {}
        : { titleHtml: renderSpans(hit.title), abstractHtml: `<p>${renderSpans(hit.passage)}</p>` }),
    },
    state: entry.state,
    tags: entry.tags,
    note: entry.note,
    noteHtml:
      entry.note === '' ? '' : renderMemberText(entry.note, { members: new Set(), papers, isNew: false }),
    saved: entry.savedAt.toISOString().slice(0, 10),
    read: entry.readAt?.toISOString().slice(0, 10) ?? null,
    why: [inNote ? 'In your note or tags' : '', hit === null ? '' : whyHit(hit)].filter(Boolean).join('. '),
  }));
}
