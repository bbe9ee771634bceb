import { authorKey, categoryName, type Store } from '@broadsheet/papers';
import { z } from 'zod';
import { followKinds, type Follow } from './follow.ts';

/** What somebody wants to follow, as a form or a request says it. */
export const FollowInput = z.strictObject({
  kind: z.enum(followKinds, { error: 'Choose one of the kinds.' }),
  /** A name or its key, a venue, a category, a query, or a handle. */
  value: z
    .string({ error: 'Say whom or what.' })
    .trim()
    .min(1, 'Say whom or what.')
    .max(1000, 'Write at most 1000 characters.')
    .regex(/^[^\p{Control}\u2028\u2029]*$/u, 'Write it on one line.')
    .refine((value) => value.isWellFormed(), 'This is no Unicode text.'),
});
export type FollowInput = z.input<typeof FollowInput>;

/** Something that can be followed. */
export type NewFollow = Pick<Follow, 'kind' | 'value' | 'label' | 'identity'> & {
  /** Of a member: their id. */
  followedId: string | null;
};

export type FollowTroubles = Partial<Record<'kind' | 'value', string>>;

/** Understands what somebody wants to follow; or says, by field, what is wrong. */
export async function readFollow(
  store: Pick<Store, 'query'>,
  input: unknown,
): Promise<{ follow: NewFollow; troubles: null } | { follow: null; troubles: FollowTroubles }> {
  const read = FollowInput.safeParse(input);
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = issue?.path[0] === 'kind' ? 'kind' : 'value';
    return { follow: null, troubles: { [field]: issue?.message ?? 'This is not understood.' } };
  }
  const { kind, value } = read.data;
  const named = await nameValue(store, kind, value);
  return 'trouble' in named
    ? { follow: null, troubles: { value: named.trouble } }
    : { follow: { kind, identity: null, followedId: null, ...named }, troubles: null };
}

type Named = Pick<NewFollow, 'value' | 'label'> & { followedId?: string };

async function nameValue(
  store: Pick<Store, 'query'>,
  kind: Follow['kind'],
  value: string,
): Promise<Named | { trouble: string }> {
  switch (kind) {
    case 'author': {
      const key = authorKey(value);
      const [row] = await store.query<{ name: string | null }>(
        `select p.authors -> a.position::int ->> 'name' as name from authorships a join papers p on p.id = a.paper_id
          where a.name_key = $1 order by p.id desc limit 1`,
        [key],
      );
      return row === undefined
        ? { trouble: 'No paper here has an author of that name. Search with author:name for the spelling.' }
        : { value: key, label: row.name ?? value };
    }
    case 'venue': {
      const [row] = await store.query<{ venue: string }>(
        `select venue from papers where venue is not null and (venue = $1 or lower(venue) = lower($1))
          order by venue <> $1 limit 1`,
        [value],
      );
      return row === undefined
        ? {
            trouble:
              'No paper here was published at a venue of that name. The page of venues names them all.',
          }
        : { value: row.venue, label: row.venue };
    }
    case 'category': {
      const [row] = await store.query<{ code: string }>(
        `select case when lower(c) = lower($1) then c else split_part(c, '.', 1) end as code
           from (select distinct unnest(categories) as c from papers) known
          where lower(c) = lower($1) or lower(split_part(c, '.', 1)) = lower($1)
          order by lower(c) <> lower($1), c limit 1`,
        [value],
      );
      const code = row?.code ?? (categoryName(value) === null ? null : value);
      if (code === null)
        return { trouble: `No paper here is in “${value}”. The page of categories names them all.` };
      const name = categoryName(code);
      return { value: code, label: name === null ? code : `${name} (${code})` };
    }
    case 'search':
      return /[\p{Letter}\p{Number}]/u.test(value)
        ? { value, label: value }
        : { trouble: 'Write words or operators, as in the search box.' };
    case 'member': {
      const [row] = await store.query<{ id: string; handle: string; name: string }>(
        `select m.id, m.handle, m.name from members m join reading_settings r on r.member_id = m.id and r.shares_votes
          where m.handle = $1`,
        [value.replace(/^@/, '').toLowerCase()],
      );
      // The same words for nobody and for who does not share: whether somebody is here is not told.
      return row === undefined
        ? { trouble: 'Nobody of that handle shares what they vote for.' }
        : { value: row.id, label: `${row.name} (@${row.handle})`, followedId: row.id };
    }
  }
}
