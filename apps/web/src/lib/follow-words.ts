/** What can be followed: what each kind is called, what is asked for, and what a list of them is called. */
export const followKindWords = [
  ['author', 'An author', 'A name as it stands on papers.', 'Authors'],
  ['category', 'A category', 'As arXiv writes it: cs.LG, or cs for all of them.', 'Categories'],
  ['venue', 'A venue', 'As its page here is called.', 'Venues'],
  [
    'search',
    'A search',
    'As in the search box: words, "phrases", operators. Papers must hold all of it.',
    'Searches',
  ],
  ['member', 'What somebody votes for', 'The handle of a member who shares it: @ada.', 'People'],
] as const;
