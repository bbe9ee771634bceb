/** The signs that can be given to a comment. What they mean for the order "best" stands beside them. */
export const reactions = {
  agree: { sign: '👍', words: 'I agree', counts: 'for' },
  insightful: { sign: '💡', words: 'Insightful', counts: 'for' },
  thanks: { sign: '❤️', words: 'Thank you', counts: 'for' },
  unsure: { sign: '🤔', words: 'I am not sure', counts: 'not' },
  disagree: { sign: '👎', words: 'I disagree', counts: 'against' },
} as const satisfies Record<string, { sign: string; words: string; counts: 'for' | 'against' | 'not' }>;

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
