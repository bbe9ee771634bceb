/** The signs that can be given to a comment. What they mean for the order "best" stands beside them. */
export const reactions = {
  agree: { words: 'Agree', counts: 'for' },
  insightful: { words: 'Insightful', counts: 'for' },
  thanks: { words: 'Thanks', counts: 'for' },
  unsure: { words: 'Unsure', counts: 'not' },
  disagree: { words: 'Disagree', counts: 'against' },
} as const satisfies Record<string, { words: string; counts: 'for' | 'against' | 'not' }>;

export type Reaction = keyof typeof reactions;

export const reactionNames = Object.keys(reactions) as readonly Reaction[];

/** Whether a text from outside names one of them. */
export function isReaction(text: string): text is Reaction {
  return Object.hasOwn(reactions, text);
}

/** Those that count for a comment, or against it. */
export function reactionsThat(count: 'for' | 'against'): Reaction[] {
  return reactionNames.filter((name) => reactions[name].counts === count);
}
