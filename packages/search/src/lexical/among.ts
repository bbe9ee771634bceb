import type { Conditions } from './conditions.ts';

/**
 * Conditions that hold for some papers only.
 * @param first Number of the first placeholder of the conditions.
 */
export function among(conditions: Conditions, ids: readonly number[] | undefined, first: number): Conditions {
  if (ids === undefined) return conditions;
  const parameters = [...conditions.parameters, ids];
  const own = `p.id = any($${first + parameters.length - 1}::bigint[])`;
  return { where: conditions.where === 'true' ? own : `${conditions.where} and ${own}`, parameters };
}
