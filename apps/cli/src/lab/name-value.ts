import { InvalidArgumentError } from 'commander';

/** `name=value` options, one after the other, into one object. */
export function nameValue(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write name=value.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}
