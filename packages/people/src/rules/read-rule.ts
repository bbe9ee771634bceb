import { authorKey, currentDay, foldText, isDay, stopWords, wordsOf, type Store } from '@broadsheet/papers';
import { z } from 'zod';
import { compileExpression, longestExpression } from './compile-expression.ts';
import { isOrcid } from './hidden-by.ts';
import { canonicalPhrase } from './phrase-pattern.ts';
import { ruleKinds, type Rule } from './rule.ts';
import { singularForm } from './singular-form.ts';

/** A rule as somebody writes it down: in a form, a request or a file. */
export const RuleInput = z.strictObject({
  kind: z.enum(ruleKinds, { error: 'Choose one of the kinds.' }),
  value: z
    .string({ error: 'Say what is to be hidden.' })
    .trim()
    .min(1, 'Say what is to be hidden.')
    .max(longestExpression, `Write at most ${longestExpression} characters.`)
    .regex(/^[^\p{Control}\u2028\u2029]*$/u, 'Write it on one line.')
    .refine((value) => value.isWellFormed(), 'This is no Unicode text.'),
  /** The last day on which it is to hold. */
  until: z
    .string()
    .refine(isDay, 'Give a day of the calendar as YYYY-MM-DD.')
    .nullish()
    .transform((day) => day ?? null),
  paused: z.boolean().default(false),
});
export type RuleInput = z.input<typeof RuleInput>;

/** A rule that can be kept. */
export type NewRule = Pick<Rule, 'kind' | 'value' | 'label' | 'until' | 'paused'>;

/** What is wrong with a rule, by field. */
export type RuleTroubles = Partial<Record<'kind' | 'value' | 'until', string>>;

/**
 * Understands a rule as it was written, and gives it its canonical form; or says, by field, what is wrong and what would be right.
 * @param options.mayBeUnknown takes categories, venues and sources of which there is no paper here, as in a file from elsewhere.
 */
export async function readRule(
  store: Pick<Store, 'query'>,
  input: unknown,
  now: Date,
  { mayBeUnknown = false }: { mayBeUnknown?: boolean } = {},
): Promise<{ rule: NewRule; troubles: null } | { rule: null; troubles: RuleTroubles }> {
  const read = RuleInput.safeParse(input);
  if (!read.success) return { rule: null, troubles: troublesOf(read.error) };
  const { kind, value, until, paused } = read.data;
  if (until !== null && until < currentDay(now))
    return { rule: null, troubles: { until: 'That day is over. Leave it empty for a rule without an end.' } };
  const named = await nameValue(store, kind, value, mayBeUnknown);
  return 'trouble' in named
    ? { rule: null, troubles: { value: named.trouble } }
    : { rule: { kind, ...named, until, paused }, troubles: null };
}

function troublesOf(error: z.ZodError): RuleTroubles {
  const troubles: RuleTroubles = {};
  for (const { path, message } of error.issues) {
    const [field] = path;
    const known = field === 'kind' || field === 'until' ? field : 'value';
    troubles[known] ??= message;
  }
  return troubles;
}

type Named = Pick<NewRule, 'value' | 'label'> | { trouble: string };

async function nameValue(
  store: Pick<Store, 'query'>,
  kind: Rule['kind'],
  value: string,
  mayBeUnknown: boolean,
): Promise<Named> {
  switch (kind) {
    case 'word': {
      const words = wordsOf(value);
      if (words.length !== 1 || words[0]?.text !== value)
        return { trouble: 'This is not one word of letters and digits: make it a phrase.' };
      if (stopWords.has(value.toLowerCase()))
        return { trouble: 'Nearly every paper holds this word. Choose one that tells papers apart.' };
      return { value: singularForm(foldText(value)), label: value };
    }
    case 'phrase':
    case 'organisation': {
      const phrase = canonicalPhrase(value);
      return /[\p{Letter}\p{Number}]/u.test(phrase)
        ? { value: phrase, label: value }
        : { trouble: 'Write words: this has no letter or digit.' };
    }
    case 'expression':
      try {
        compileExpression(value);
        return { value, label: value };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return { trouble: error.message };
      }
    case 'author': {
      if (isOrcid(value)) return { value, label: (await nameOfOrcid(store, value)) ?? value };
      const key = authorKey(value);
      return key === 'unnamed'
        ? { trouble: 'Write a name as it stands on papers, or an ORCID such as 0000-0002-1825-0097.' }
        : {
            value: key,
            label: /^[a-z0-9-]+$/.test(value) ? ((await nameOfKey(store, key)) ?? value) : value,
          };
    }
    case 'category': {
      const code = value.replace(/\.\*$/, '');
      if (!/^[\w.-]{1,60}$/.test(code))
        return { trouble: 'Write a category as arXiv does: cs.CV, or cs for all of them.' };
      const known = (await spellingOf(store, code)) ?? (mayBeUnknown ? code : null);
      return known === null
        ? { trouble: `No paper here is in “${code}”. The page of categories names them all.` }
        : { value: known, label: known };
    }
    case 'venue': {
      const [row] = await store.query<{ venue: string }>(
        'select venue from papers where venue is not null and (venue = $1 or lower(venue) = lower($1)) order by venue <> $1 limit 1',
        [value],
      );
      if (row === undefined && mayBeUnknown) return { value, label: value };
      return row === undefined
        ? {
            trouble:
              'No paper here was published at a venue of that name. The page of venues names them all.',
          }
        : { value: row.venue, label: row.venue };
    }
    case 'source': {
      const name = value.toLowerCase();
      const [row] = await store.query('select from records where source = $1 limit 1', [name]);
      return row === undefined && !(mayBeUnknown && /^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
        ? { trouble: 'Nothing here came from a source of that name, such as arxiv or biorxiv.' }
        : { value: name, label: name };
    }
  }
}

/** A category or an archive as papers spell it. */
async function spellingOf(store: Pick<Store, 'query'>, code: string): Promise<string | null> {
  const [row] = await store.query<{ code: string }>(
    `select case when lower(c) = lower($1) then c else split_part(c, '.', 1) end as code
       from (select distinct unnest(categories) as c from papers) known
      where lower(c) = lower($1) or lower(split_part(c, '.', 1)) = lower($1) order by lower(c) <> lower($1), c limit 1`,
    [code],
  );
  return row?.code ?? null;
}

async function nameOfKey(store: Pick<Store, 'query'>, key: string): Promise<string | null> {
  const [row] = await store.query<{ name: string | null }>(
    `select p.authors -> a.position::int ->> 'name' as name from authorships a join papers p on p.id = a.paper_id
      where a.name_key = $1 limit 1`,
    [key],
  );
  return row?.name ?? null;
}

async function nameOfOrcid(store: Pick<Store, 'query'>, orcid: string): Promise<string | null> {
  const [row] = await store.query<{ name: string | null }>(
    `select p.authors -> a.position::int ->> 'name' as name from authorships a join papers p on p.id = a.paper_id
      where a.orcid = $1 limit 1`,
    [orcid],
  );
  const name = row?.name ?? null;
  return name === null ? null : `${name} (${orcid})`;
}
