import { findRow } from '@broadsheet/lab';
import { methods, type Method } from '@broadsheet/methods';
import type { MethodForPage, OptionValue } from '../../lab/method-for-page.ts';

/** The projection heads of papers, for large machines, are wider than a page has time for. */
const widest = 256;
const narrowed = new Set(['headWidth', 'gives']);

/** The methods that a page can run on digits: all of the catalogue that learn from images. */
export function methodsForPage(): MethodForPage[] {
  return methods.filter(({ id }) => findRow(id)?.modalities.includes('images')).map(forPage);
}

function forPage({ id, name, needs, defaults, describes }: Method): MethodForPage {
  return {
    id,
    name,
    labels: needs.labels,
    fields: Object.entries(describes).flatMap(([field, description]) => {
      const value = defaults[field];
      // The batch is the run's own field.
      if (!isOptionValue(value) || field === 'batch') return [];
      const begun = narrowed.has(field) && typeof value === 'number' ? Math.min(value, widest) : value;
      return [{ name: field, description, value: begun }];
    }),
  };
}

function isOptionValue(value: unknown): value is OptionValue {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}
