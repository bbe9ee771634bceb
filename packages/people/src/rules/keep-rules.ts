import type { Store } from '@broadsheet/papers';
import type { NewRule } from './read-rule.ts';
import {
  mostExpressions,
  mostRules,
  patternKinds,
  type PatternKind,
  type Rule,
  type RuleKind,
} from './rule.ts';

type Query = Store['query'];

const columns = `id, kind, value, label, pattern_id as "patternId", until, paused, created_at as "createdAt"`;

/** All rules of a member, the newest first. */
export function listRules(store: Pick<Store, 'query'>, memberId: string): Promise<Rule[]> {
  return store.query<Rule>(`select ${columns} from rules where member_id = $1 order by id desc`, [memberId]);
}

/** Why a rule was not kept, in words for the reader. */
export interface RuleRefusal {
  refused: string;
}

/**
 * Keeps a rule. One that the member has already, of the same kind and value, takes the new end and goes on where it was paused.
 * @returns The rule; or why there is no room for it.
 */
export function addRule(
  store: Store,
  memberId: string,
  rule: NewRule,
  now: Date,
): Promise<Rule | RuleRefusal> {
  return store.transaction(async ({ query }) => {
    await holdMember(query, memberId);
    const refused = await roomFor(query, memberId, rule);
    if (refused !== null) return { refused };
    return write(query, memberId, rule, now);
  });
}

/** What can be changed of a rule without making it another one. */
export type RuleChange = Partial<Pick<Rule, 'until' | 'paused'>>;

/** Changes the end of a rule, or pauses it. @returns null where the member has no such rule. */
export async function changeRule(
  store: Pick<Store, 'query'>,
  memberId: string,
  id: number,
  { until, paused }: RuleChange,
): Promise<Rule | null> {
  const [row] = await store.query<Rule>(
    `update rules set until = case when $3 then $4::date else until end, paused = coalesce($5::boolean, paused)
      where member_id = $1 and id = $2 returning ${columns}`,
    [memberId, id, until !== undefined, until ?? null, paused ?? null],
  );
  return row ?? null;
}

/**
 * Makes a rule another one, in its place.
 * @returns The rule; why it cannot be; or null where the member has no such rule.
 */
export function replaceRule(
  store: Store,
  memberId: string,
  id: number,
  rule: NewRule,
  now: Date,
): Promise<Rule | RuleRefusal | null> {
  return store
    .transaction(async ({ query }) => {
      await holdMember(query, memberId);
      const [old] = await query('delete from rules where member_id = $1 and id = $2 returning id', [
        memberId,
        id,
      ]);
      if (old === undefined) return null;
      const refused = await roomFor(query, memberId, rule);
      // Undone together with what was taken away.
      if (refused !== null) throw new RangeError(refused);
      const kept = await write(query, memberId, rule, now);
      await forgetPatterns(query);
      return kept;
    })
    .catch((error: unknown) => {
      if (error instanceof RangeError) return { refused: error.message };
      throw error;
    });
}

/** Takes a rule away. @returns Whether the member had it. */
export function deleteRule(store: Store, memberId: string, id: number): Promise<boolean> {
  return store.transaction(async ({ query }) => {
    const rows = await query('delete from rules where member_id = $1 and id = $2 returning id', [
      memberId,
      id,
    ]);
    await forgetPatterns(query);
    return rows.length > 0;
  });
}

/** One at a time for each member, so that two requests do not both find room for the last rule. */
async function holdMember(query: Query, memberId: string): Promise<void> {
  await query('select from members where id = $1 for update', [memberId]);
}

async function roomFor(query: Query, memberId: string, { kind, value }: NewRule): Promise<string | null> {
  const kept = await query<{ kind: RuleKind; value: string }>(
    'select kind, value from rules where member_id = $1',
    [memberId],
  );
  if (kept.some((rule) => rule.kind === kind && rule.value === value)) return null;
  if (kept.length >= mostRules)
    return `There is room for ${mostRules} rules. Delete one that is of no use any more.`;
  const expressions = kept.filter((rule) => rule.kind === 'expression').length;
  return kind === 'expression' && expressions >= mostExpressions
    ? `There is room for ${mostExpressions} regular expressions. Join some with |, or delete one.`
    : null;
}

async function write(
  query: Query,
  memberId: string,
  { kind, value, label, until, paused }: NewRule,
  now: Date,
): Promise<Rule> {
  const patternId = isPatternKind(kind) ? await patternOf(query, kind, value) : null;
  const [row] = await query<Rule>(
    `insert into rules (member_id, kind, value, label, pattern_id, until, paused, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (member_id, kind, value)
       do update set until = excluded.until, paused = excluded.paused, pattern_id = excluded.pattern_id
     returning ${columns}`,
    [memberId, kind, value, label, patternId, until, paused, now],
  );
  if (row === undefined) throw new Error('The store gave no row for a rule.');
  return row;
}

function isPatternKind(kind: RuleKind): kind is PatternKind {
  return patternKinds.some((one) => one === kind);
}

async function patternOf(query: Query, kind: PatternKind, value: string): Promise<number> {
  const [row] = await query<{ id: number }>(
    `insert into rule_patterns (kind, value) values ($1, $2)
     on conflict (kind, value) do update set value = excluded.value returning id`,
    [kind, value],
  );
  if (row === undefined) throw new Error('The store gave no number for a pattern.');
  return row.id;
}

/** What nobody looks for any more need not be read on. */
async function forgetPatterns(query: Query): Promise<void> {
  await query('delete from rule_patterns t where not exists (select from rules r where r.pattern_id = t.id)');
}
