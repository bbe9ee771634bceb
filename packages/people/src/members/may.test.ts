import { expect, test } from 'vitest';
import { may } from './may.ts';
import { roles } from './member.ts';

test('each role may do what the lesser ones may, and who is not signed in nothing', () => {
  const allowed = (who: Parameters<typeof may>[0]) =>
    (['keep own things', 'vote', 'moderate', 'manage members'] as const).filter((action) => may(who, action));
  expect([null, ...roles.map((role) => ({ role }))].map(allowed)).toEqual([
    [],
    ['keep own things'],
    ['keep own things', 'vote'],
    ['keep own things', 'vote', 'moderate'],
    ['keep own things', 'vote', 'moderate', 'manage members'],
  ]);
});
