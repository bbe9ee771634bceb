import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { timeBudget } from './time-budget.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('counts only the time that is waited for', () => {
  const spent = vi.fn();
  const budget = timeBudget(1_000, spent);
  budget.run();
  vi.advanceTimersByTime(600);
  budget.rest();
  vi.advanceTimersByTime(60_000);
  budget.run();
  vi.advanceTimersByTime(399);
  expect(spent).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(spent).toHaveBeenCalledOnce();
});
