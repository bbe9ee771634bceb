import { expect, it } from 'vitest';
import { Turns, type TurnTaker } from './take-turns.ts';

/** A run that computes when it is told to. */
class Pretended implements TurnTaker {
  over = false;
  waiting = true;
  step = 0;
  stepsPerSecond: number | null = null;
  until = 0;
  readonly steps: number;

  constructor(steps: number) {
    this.steps = steps;
  }
  go(until: number): void {
    this.until = until;
    this.waiting = false;
  }
  rest(): void {
    this.until = this.step;
  }
  stop(): void {
    this.over = true;
  }
  /** What its thread would do with the leave that it has. */
  compute(): void {
    if (this.waiting || this.over) return;
    this.step = Math.max(this.step, Math.min(this.until, this.steps));
    this.stepsPerSecond = 10;
    this.waiting = true;
    this.over = this.step === this.steps;
  }
}

it('lets one run alone through to its end', () => {
  const run = new Pretended(50);
  new Turns([run]).next();
  expect(run.until).toBe(Infinity);
});

it('lets two take turns of the same steps, never both at once', () => {
  const runs = [new Pretended(50), new Pretended(50)] as const;
  const turns = new Turns(runs);
  const seen: string[] = [];
  for (let i = 0; i < 20 && runs.some((run) => !run.over); i++) {
    turns.next();
    expect(runs.filter((run) => !run.waiting && !run.over)).toHaveLength(1);
    for (const run of runs) run.compute();
    seen.push(runs.map(({ step }) => step).join(' '));
  }
  // One step first, then two seconds' worth of ten a second.
  expect(seen).toEqual(['1 0', '1 1', '21 1', '21 21', '41 21', '41 41', '50 41', '50 50']);
});

it('goes on where it was paused, in the middle of a turn', () => {
  const runs = [new Pretended(50), new Pretended(50)] as const;
  const [one, other] = runs;
  const turns = new Turns(runs);
  for (let i = 0; i < 2; i++) {
    turns.next();
    for (const run of runs) run.compute();
  }
  turns.next();
  expect(one.until).toBe(21);
  one.step = 7;
  turns.pause();
  for (const run of runs) run.compute();
  turns.next();
  expect([one.waiting, other.waiting, one.step]).toEqual([true, true, 7]);
  turns.goOn();
  expect([one.waiting, one.until, other.waiting]).toEqual([false, 21, true]);
});

it('lets the other go on alone where one has failed', () => {
  const runs = [new Pretended(50), new Pretended(50)] as const;
  runs[0].over = true;
  new Turns(runs).next();
  expect(runs[1].until).toBe(Infinity);
});
