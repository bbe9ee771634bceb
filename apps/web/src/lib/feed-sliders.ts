/** The sliders of a feed: their names in forms and in the store, what they are called, and what they do. */
export const feedSliders = [
  [
    'interest',
    'Like your interests',
    'How much it counts that a paper is like what an interest is learnt from.',
  ],
  ['votes', 'Votes', 'How much it counts that others vote for a paper.'],
  ['recency', 'New papers', 'How much it counts that a paper is new.'],
  ['code', 'Code', 'How much it counts that there is code.'],
  ['diversity', 'Variety', 'How much is taken off for being like the papers above.'],
  [
    'floor',
    'Sure places',
    'Which share of the places is divided among your interests by their weights, in percent.',
  ],
  ['explore', 'Other fields', 'Which share of the places goes to fields beside your interests, in percent.'],
] as const;
