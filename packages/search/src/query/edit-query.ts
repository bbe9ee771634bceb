import type { FilterField } from './ast.ts';
import { readFilter } from './filter-value.ts';
import { formatQuery } from './format-query.ts';
import { parseQuery } from './parse-query.ts';

/** A query without one of its operators (any value of the field where none is given): for chips that can be removed. */
export function withoutFilter(query: string, field: FilterField, value?: string): string {
  const { clauses } = parseQuery(query);
  const wanted = value === undefined ? undefined : canonical(field, value);
  return formatQuery({
    clauses: clauses.filter(
      (clause) =>
        !(
          clause.kind === 'filter' &&
          clause.field === field &&
          (wanted === undefined || clause.value.toLowerCase() === wanted.toLowerCase())
        ),
    ),
  });
}

/** A query narrowed by one operator; another value of the same field is replaced. A value that is none changes nothing. */
export function withFilter(query: string, field: FilterField, value: string): string {
  const filter = readFilter(field, value.replaceAll('"', ' ').trim());
  if ('reason' in filter) return query;
  const { clauses } = parseQuery(withoutFilter(query, field));
  return formatQuery({ clauses: [...clauses, filter] });
}

function canonical(field: FilterField, value: string): string {
  const filter = readFilter(field, value);
  return 'reason' in filter ? value : filter.value;
}
