import type { Store } from '@broadsheet/papers';
import { z } from 'zod';
import { addRule, listRules } from './keep-rules.ts';
import { readRule } from './read-rule.ts';
import { mostRules } from './rule.ts';

/** The file that rules go out in and come in by. */
const RulesFile = z.looseObject({
  rules: z
    .array(z.unknown(), { error: 'There is no list of rules in it.' })
    .max(5 * mostRules, 'It has far too many rules.'),
});

/** A rule as it stands in a file: nothing that only this installation knows. */
export interface RuleEntry {
  kind: string;
  value: string;
  until: string | null;
  paused: boolean;
}

/** All rules of a member, as they were written, the oldest first. */
export async function exportRules(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<{ rules: RuleEntry[] }> {
  const rules = await listRules(store, memberId);
  return {
    rules: rules.reverse().map(({ kind, value, label, until, paused }) => ({
      kind,
      // A word is looked for in its singular and a phrase without accents; they go out as they were typed.
      value: kind === 'word' || kind === 'phrase' || kind === 'organisation' ? label : value,
      until,
      paused,
    })),
  };
}

export interface RulesImport {
  kept: number;
  /** What was not taken, by its place in the file (from 1), with the reason. */
  unread: { position: number; reason: string }[];
}

/**
 * Takes the rules of a file in. Rules that are there already are not doubled, and a bad one costs only itself.
 * @param file What the file holds, parsed or as its text.
 * @throws RangeError for a file that holds no rules.
 */
export async function importRules(
  store: Store,
  memberId: string,
  file: unknown,
  now: Date,
): Promise<RulesImport> {
  const read = RulesFile.safeParse(typeof file === 'string' ? parsed(file) : file);
  if (!read.success)
    throw new RangeError(`This is no file of rules. ${read.error.issues[0]?.message ?? ''}`.trim());
  const report: RulesImport = { kept: 0, unread: [] };
  for (const [index, entry] of read.data.rules.entries()) {
    const reason = await takeEntry(store, memberId, entry, now);
    if (reason === null) report.kept++;
    else report.unread.push({ position: index + 1, reason });
  }
  return report;
}

/** null where it was kept. */
async function takeEntry(store: Store, memberId: string, entry: unknown, now: Date): Promise<string | null> {
  const { rule, troubles } = await readRule(store, entry, now, { mayBeUnknown: true });
  if (rule === null) return Object.values(troubles).join(' ');
  const kept = await addRule(store, memberId, rule, now);
  return 'refused' in kept ? kept.refused : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError('This is no JSON. Choose the file that “Take your rules along” gave.');
  }
}
