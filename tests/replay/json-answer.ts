import type { ReplayAnswer } from './replay-server.ts';

/** An answer of JSON. */
export function json(
  value: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): ReplayAnswer {
  return { status, type: 'application/json; charset=utf-8', headers, body: JSON.stringify(value) };
}
