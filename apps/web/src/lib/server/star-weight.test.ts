import { expect, it } from 'vitest';
import { starWeight } from './star-weight.ts';

it('reads whole numbers off the formula', () => {
  expect(starWeight()).toEqual({ starsPerVote: 20, mostWithoutVotes: 5 });
});
