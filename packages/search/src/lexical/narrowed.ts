import type { PaperCondition } from '@broadsheet/papers';
import type { Conditions } from './conditions.ts';

/** What keeps a search to some of the papers, whatever the query says. */
export interface Narrowing {
  /** Only these papers, by internal id, such as those of a reader's library. */
  among?: readonly number[];
  /** Only papers that meet it. */
  only?: PaperCondition;
  /** Without the papers that meet it, such as those that a reader's rules hide. */
  hide?: PaperCondition;
}

/**
 * Conditions that hold for some papers only.
 * @param first Number of the first placeholder of the conditions.
 */
export function narrowed(
  conditions: Conditions,
  { among, only, hide }: Narrowing,
  first: number,
): Conditions {
  const parameters = [...conditions.parameters];
  const bind = (value: unknown) => `$${first + parameters.push(value) - 1}`;
  const parts = conditions.where === 'true' ? [] : [conditions.where];
  if (among !== undefined) parts.push(`p.id = any(${bind(among)}::bigint[])`);
  if (only !== undefined) parts.push(`(${only(bind)})`);
  if (hide !== undefined) parts.push(`(${hide(bind)}) is not true`);
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), parameters };
}

/** The part of a request that narrows it. */
export function narrowingOf({ among, only, hide }: Narrowing): Narrowing {
  return {
    ...(among === undefined ? {} : { among }),
    ...(only === undefined ? {} : { only }),
    ...(hide === undefined ? {} : { hide }),
  };
}
