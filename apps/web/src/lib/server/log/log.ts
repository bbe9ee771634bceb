import { pino, type Logger } from 'pino';

/**
 * The server's log. JSON lines, one an event, on standard output; on a terminal, short lines, and only what asks for
 * attention. `LOG_LEVEL` (trace, debug, info, warn, error, fatal, silent) overrules both.
 */
export const log: Logger = createLog(process.env['LOG_LEVEL'], process.stdout);

/** @throws Error that names `LOG_LEVEL` when there is no such level. */
export function createLog(
  level: string | undefined,
  output: { isTTY?: boolean; write(line: string): unknown },
): Logger {
  const terminal = output.isTTY === true;
  const chosen = level?.trim().toLowerCase() || (terminal ? 'warn' : 'info');
  if (!(chosen in pino.levels.values) && chosen !== 'silent') {
    const known = [...Object.keys(pino.levels.values), 'silent'].join(', ');
    throw new Error(`LOG_LEVEL is "${level}"; give one of ${known}.`);
  }
  const options = { level: chosen, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, terminal ? { write: (line) => output.write(forPeople(line)) } : output);
}

function forPeople(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const details = Object.entries(rest).map(([name, value]) => `${name}=${String(value)}`);
  const stack = (err as { stack?: string } | undefined)?.stack;
  const name = pino.levels.labels[Number(level)] ?? '';
  return `${String(time).slice(11, 19)} ${name} ${[String(msg ?? ''), ...details].join(' ')}${stack ? `\n${stack}` : ''}\n`;
}
