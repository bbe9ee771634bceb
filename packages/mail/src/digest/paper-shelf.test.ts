import type { Store } from '@broadsheet/papers';
import { expect, it } from 'vitest';
import { paperShelf } from './paper-shelf.ts';

it('reads what several want once a minute, in the order in which each wants it', async () => {
  const asked: number[][] = [];
  const query: Store['query'] = async (_sql, [ids] = []) => {
    asked.push(ids as number[]);
    return (ids as number[]).filter((id) => id !== 9).map((id) => ({ id })) as never[];
  };
  let time = 0;
  const shelf = paperShelf({ query }, () => time);
  const idsOf = async (ids: number[]) => (await shelf(ids)).map(({ id }) => id);
  expect(await idsOf([3, 1])).toEqual([3, 1]);
  expect(await idsOf([1, 9, 2, 3])).toEqual([1, 2, 3]);
  expect(await idsOf([3, 2, 1])).toEqual([3, 2, 1]);
  expect(asked).toEqual([
    [3, 1],
    [9, 2],
  ]);
  time = 60_001;
  expect(await idsOf([1])).toEqual([1]);
  expect(asked.at(-1)).toEqual([1]);
});
