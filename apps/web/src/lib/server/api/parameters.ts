import { isDay, parseMonth, parseWeek } from '@broadsheet/papers';
import { z } from 'zod';
import 'zod-openapi';

/** A whole number in a query string, between bounds, with a default. */
export function count(min: number, max: number, preset: number) {
  const words = `Give a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, words)
    .transform(Number)
    .pipe(z.number().int().min(min, words).max(max, words))
    .optional()
    .transform((value) => value ?? preset)
    .meta({
      override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
        delete jsonSchema['pattern'];
        Object.assign(jsonSchema, { type: 'integer', minimum: min, maximum: max, default: preset });
      },
    });
}

/** A yes-or-no parameter: `1`, `true`, `0` or `false`. */
export function flag(preset: boolean) {
  return z
    .enum(['0', '1', 'false', 'true'], { error: 'Give 1 or true, 0 or false.' })
    .optional()
    .transform((value) => (value === undefined ? preset : value === '1' || value === 'true'))
    .meta({ override: { type: 'string', enum: ['0', '1', 'false', 'true'], default: preset ? '1' : '0' } });
}

export const Day = z
  .string()
  .refine(isDay, 'Give a day of the calendar as YYYY-MM-DD, such as 2026-03-13.')
  .meta({ override: { type: 'string', format: 'date' } });

export const Week = z
  .string()
  .refine((text) => parseWeek(text) !== null, 'Give an ISO week as YYYY-Www, such as 2026-W11.')
  .meta({ override: { type: 'string', pattern: '^\\d{4}-W\\d{2}$' } });

export const Month = z
  .string()
  .refine((text) => parseMonth(text) !== null, 'Give a month as YYYY-MM, such as 2026-03.')
  .meta({ override: { type: 'string', pattern: '^\\d{4}-\\d{2}$' } });

/** Free text in a query string, trimmed, between 1 and `max` characters. */
export function words(max: number) {
  return z
    .string({ error: 'This parameter is needed.' })
    .trim()
    .min(1, 'Give at least one character.')
    .max(max, `Give at most ${max} characters.`);
}
