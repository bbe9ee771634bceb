import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { span, watchRun } from './watch-run.ts';

function stream(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const through = new PassThrough();
  let written = '';
  through.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return {
    stream: Object.assign(through, { isTTY, columns: 60 }) as unknown as NodeJS.WriteStream,
    written: () => written,
  };
}

const report = (step: number, steps: number) => ({
  step,
  steps,
  loss: 1 / step,
  learningRate: 0.1,
  readings: {},
});

test('where nobody watches there is a plain line for a twentieth of the way, and none when quiet', () => {
  const [loud, quiet] = [stream(false), stream(false)];
  for (const watch of [watchRun(loud.stream), watchRun(quiet.stream, true)]) {
    watch.say('Begins.');
    for (let step = 1; step <= 100; step++) watch.step(report(step, 100));
    watch.end();
  }
  const lines = loud.written().trim().split('\n');
  expect(lines[0]).toBe('Begins.');
  expect(lines).toHaveLength(22);
  expect(lines[1]).toMatch(/^step 1 of 100, loss 1\.0000/);
  expect(lines.at(-1)).toMatch(/^step 100 of 100, loss 0\.0100, \d.* steps\/s, 0 s left$/);
  expect(quiet.written()).toBe('');
});

test('on a terminal the curve is drawn over itself, no wider than the terminal', () => {
  const { stream: terminal, written } = stream(true);
  const watch = watchRun(terminal);
  for (let step = 1; step <= 50; step++) watch.step(report(step, 50));
  // eslint-disable-next-line no-control-regex -- these sequences move the cursor
  const plain = written().replaceAll(/\x1b\[[\d;]*[A-Za-z]/g, '');
  const [first, last] = [plain.split('\n').slice(0, 7), plain.trimEnd().split('\n').slice(-7)];
  expect(first).toHaveLength(7);
  expect(last.at(-1)).toContain('100 % step 50 of 50');
  expect(last[0]).toMatch(/1\.000 [\u2800-\u28ff]/);
  expect(written()).toContain('\x1b[7A');
  for (const line of plain.split('\n')) expect(line.length).toBeLessThan(60);
});

test('spans are said in the two units that matter', () => {
  expect([span(12.4), span(200), span(7500)]).toEqual(['12 s', '3 min 20 s', '2 h 5 min']);
});
