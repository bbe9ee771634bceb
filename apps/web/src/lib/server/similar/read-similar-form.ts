import type { SimilarForm, SimilarTroubles } from '../../similar-form.ts';

/** The form's fields, from an address or from what was sent. What is missing is empty, what is unknown the first choice. */
export function readSimilarForm(fields: Pick<FormData, 'get'> | URLSearchParams): SimilarForm {
  const field = (name: string, longest: number) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.trim().slice(0, longest) : '';
  };
  const sort = field('sort', 20);
  return {
    of: field('of', 600_000),
    category: field('category', 60),
    after: field('after', 20),
    before: field('before', 20),
    sort: sort === 'date' || sort === 'votes' ? sort : 'relevance',
    by: field('by', 20) === 'words' ? 'words' : 'both',
  };
}

/** What of the filters cannot be meant. */
export function checkSimilarForm({ category, after, before }: SimilarForm): SimilarTroubles {
  const troubles: SimilarTroubles = {};
  if (!/^[\w.-]*$/.test(category))
    troubles.category = 'Give a category such as cs.LG, or an archive such as cs.';
  for (const [name, value] of [
    ['after', after],
    ['before', before],
  ] as const)
    if (!/^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$/.test(value))
      troubles[name] = 'Give a year, a month or a day: 2025, 2025-06 or 2025-06-01.';
  return troubles;
}

/** The address of the same list: the papers by their keys, and what is not as it is without saying. */
export function similarPath(keys: readonly string[], form: Omit<SimilarForm, 'of'>): string {
  const query = new URLSearchParams({ of: keys.join(',') });
  for (const name of ['category', 'after', 'before'] as const)
    if (form[name] !== '') query.set(name, form[name]);
  if (form.sort !== 'relevance') query.set('sort', form.sort);
  if (form.by === 'words') query.set('by', form.by);
  return `/similar?${query.toString().replaceAll('%2C', ',')}`;
}
