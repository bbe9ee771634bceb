import { expect, test } from 'vitest';
import { addDays } from '@broadsheet/papers';
import { seededRandom } from '../arxiv/seeded-random.ts';
import { simulateCommunity, votedPaper } from './community.ts';
import { judgeAudit } from './judge-audit.ts';

/** Ten papers a day for thirty days, liked very unequally. */
function somePapers() {
  const random = seededRandom(7);
  return Array.from({ length: 300 }, (_, n) =>
    votedPaper(n, addDays('2026-03-01', Math.floor(n / 10)), Math.round(40 * random() ** 4)),
  );
}
const wish = { seed: 1, members: 800, votes: 6000, crowds: 1, judgedDays: 6 };

test('a small community’s trending list stays what its members make of it', async () => {
  const figures = await judgeAudit(simulateCommunity(somePapers(), wish), 3);
  const { nothing, 'suspicious ones': audited } = figures.lists;
  expect(nothing.same).toBeLessThan(19);
  expect(audited.same).toBeGreaterThan(nothing.same);
  expect(audited.brigaded).toBeLessThan(nothing.brigaded);
  expect(figures.falseAlarms.suspicious).toBe(0);
  expect(figures.honestLost['suspicious ones']).toBeLessThan(0.01);
  const of = (name: string) => figures.shapes.find((shape) => shape.name === name);
  expect(of('new accounts in an hour')?.suspicious).toBe(1);
  expect(of('honest: in the news for three hours')).toMatchObject({ crowds: 1, suspicious: 0 });
});

test('the same seed makes the same community', () => {
  const [one, again, other] = [1, 1, 2].map((seed) => simulateCommunity(somePapers(), { ...wish, seed }));
  expect(again).toEqual(one);
  expect(other?.votes).not.toEqual(one?.votes);
});
