import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

function collect(isTTY: boolean) {
  const lines: string[] = [];
  return { lines, output: { isTTY, write: (line: string) => lines.push(line) } };
}

describe('createLog', () => {
  it('writes one JSON object a line where no person looks', () => {
    const { lines, output } = collect(false);
    createLog(undefined, output).info({ requestId: 'r1', status: 200 }, 'request');
    expect(JSON.parse(lines.join(''))).toMatchObject({
      level: 30,
      requestId: 'r1',
      status: 200,
      msg: 'request',
    });
  });

  it('writes short lines on a terminal, and only what asks for attention', () => {
    const { lines, output } = collect(true);
    const log = createLog('', output);
    log.info('request');
    log.error({ requestId: 'r1', err: new Error('broken') }, 'request failed');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d error request failed requestId=r1\nError: broken\n/);
  });

  it('obeys the level, and names one that does not exist', () => {
    const { lines, output } = collect(false);
    createLog('silent', output).fatal('nothing');
    expect(lines).toEqual([]);
    expect(() => createLog('loud', output)).toThrow(/LOG_LEVEL is "loud"; give one of trace, /);
  });
});
