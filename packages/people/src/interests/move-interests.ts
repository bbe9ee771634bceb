import { authorKey, findPaper, type Store } from '@broadsheet/papers';
import { z } from 'zod';
import { FeedSettings, readFeedSettings, writeFeedSettings } from './feed-settings.ts';
import { longestName, longestText, mostExamples, mostInterests, type NewExample } from './interest.ts';
import { listExamples, addExamples } from './keep-examples.ts';
import { addInterest, listInterests } from './keep-interests.ts';

const verdict = z.enum(['more', 'less']).default('more');
const origin = z.enum(['seed', 'feedback']).default('seed');

/** An example as it stands in a file: nothing that only this installation knows. */
const ExampleEntry = z.union(
  [
    z.looseObject({
      /** Key of the paper here; its identities elsewhere are told by title and abstract, should it be unknown there. */
      paper: z.string().min(1).max(500),
      title: z.string().max(longestText).default(''),
      abstract: z.string().max(100_000).default(''),
      verdict,
      origin,
    }),
    z.looseObject({ author: z.string().trim().min(1).max(300), verdict, origin }),
    z.looseObject({ text: z.string().trim().min(1).max(longestText), title: z.string().max(longestText).default(''), verdict, origin }), // prettier-ignore
  ],
  { error: 'An example has a paper, an author or a text.' },
);

const InterestEntry = z.looseObject({
  name: z
    .string({ error: 'An interest has a name.' })
    .trim()
    .min(1, 'An interest has a name.')
    .max(longestName),
  weight: z.number().min(0).max(100).default(50),
  examples: z.array(z.unknown()).max(5 * mostExamples, 'It has far too many examples.').default([]), // prettier-ignore
});

const ProfileFile = z.looseObject({
  interests: z
    .array(z.unknown(), { error: 'There is no list of interests in it.' })
    .max(5 * mostInterests, 'It has far too many interests.'),
  settings: z.unknown().optional(),
});

/** A reader's profile as a file: what every feed of theirs follows from. */
export interface InterestProfile {
  format: 'broadsheet-interests-1';
  settings: FeedSettings;
  interests: { name: string; weight: number; examples: z.input<typeof ExampleEntry>[] }[];
}

/** The whole profile of a member, the oldest first. */
export async function exportInterests(
  store: Pick<Store, 'query'>,
  memberId: string,
): Promise<InterestProfile> {
  const [settings, interests, examples] = await Promise.all([
    readFeedSettings(store, memberId),
    listInterests(store, memberId),
    listExamples(store, memberId),
  ]);
  const keys = await keysOf(
    store,
    examples.flatMap(({ paperId }) => paperId ?? []),
  );
  return {
    format: 'broadsheet-interests-1',
    settings,
    interests: interests.map(({ id, name, weight }) => ({
      name,
      weight,
      examples: examples
        .filter(({ interestId }) => interestId === id)
        .reverse()
        .map(({ paperId, authorKey: author, title, abstract, ...said }) => {
          const { verdict, origin } = said;
          if (paperId !== null)
            return { paper: keys.get(paperId) ?? `p${paperId}`, title, abstract, verdict, origin };
          return author !== null
            ? { author: title, verdict, origin }
            : {
                text: abstract === '' ? title : abstract,
                title: abstract === '' ? '' : title,
                verdict,
                origin,
              };
        }),
    })),
  };
}

export interface InterestsImport {
  /** Interests that were not there before. */
  interests: number;
  examples: number;
  /** Papers that are not here: their own words are learnt from instead. */
  absent: number;
  /** What was not taken, with the reason. */
  unread: { position: string; reason: string }[];
}

/**
 * Takes a profile in, beside what is there: interests of the same name become one, and a bad entry costs only itself.
 * @param file what the file holds, as its text or parsed.
 * @throws RangeError for a file that holds no profile.
 */
export async function importInterests(
  store: Store,
  memberId: string,
  file: unknown,
  now: Date,
): Promise<InterestsImport> {
  const read = ProfileFile.safeParse(typeof file === 'string' ? parsed(file) : file);
  if (!read.success)
    throw new RangeError(`This is no file of interests. ${read.error.issues[0]?.message ?? ''}`.trim());
  const report: InterestsImport = { interests: 0, examples: 0, absent: 0, unread: [] };
  if (read.data.settings !== undefined) {
    const settings = FeedSettings.safeParse(read.data.settings);
    if (settings.success) await writeFeedSettings(store, memberId, settings.data);
    else report.unread.push({ position: 'settings', reason: reasonOf(settings.error) });
  }
  for (const [index, entry] of read.data.interests.entries())
    await takeInterest(store, memberId, entry, `interest ${index + 1}`, report, now);
  return report;
}

async function takeInterest(
  store: Store,
  memberId: string,
  entry: unknown,
  position: string,
  report: InterestsImport,
  now: Date,
): Promise<void> {
  const read = InterestEntry.safeParse(entry);
  if (!read.success) {
    report.unread.push({ position, reason: reasonOf(read.error) });
    return;
  }
  const { name, weight, examples } = read.data;
  const known = (await listInterests(store, memberId)).find(
    (one) => one.name.toLowerCase() === name.toLowerCase(),
  );
  const added = known ?? (await addInterest(store, memberId, { name, weight }, now));
  if ('refused' in added) {
    report.unread.push({ position, reason: added.refused });
    return;
  }
  if (known === undefined) report.interests++;
  const taken: NewExample[] = [];
  for (const [index, example] of examples.entries()) {
    const one = ExampleEntry.safeParse(example);
    if (one.success) taken.push(await exampleOf(store, one.data, report));
    else report.unread.push({ position: `${position}, example ${index + 1}`, reason: reasonOf(one.error) });
  }
  const result = await addExamples(store, memberId, added.id, taken, now);
  report.examples += result?.added ?? 0;
  if (result !== null && result.full > 0)
    report.unread.push({
      position,
      reason: `${result.full} examples found no room: an interest has ${mostExamples}.`,
    });
}

async function exampleOf(
  store: Store,
  entry: z.output<typeof ExampleEntry>,
  report: InterestsImport,
): Promise<NewExample> {
  const said = { verdict: entry.verdict, origin: entry.origin };
  if ('paper' in entry && typeof entry.paper === 'string') {
    const title = typeof entry.title === 'string' ? entry.title : '';
    const abstract = typeof entry.abstract === 'string' ? entry.abstract : '';
    const found = await findPaper(store, entry.paper);
    // Another installation counts its papers in its own way: `p17` is believed where the title says the same.
    if (found !== null && (!/^p\d+$/.test(entry.paper) || (await isCalled(store, found.id, title))))
      return { paperId: found.id, ...said };
    report.absent++;
    return { title: title === '' ? entry.paper : title, abstract, ...said };
  }
  if ('author' in entry && typeof entry.author === 'string')
    return { authorKey: authorKey(entry.author), name: entry.author, ...said };
  const { title = '', text = '' } = entry as { title?: string; text?: string };
  return { title, abstract: text, ...said };
}

async function isCalled(store: Pick<Store, 'query'>, id: number, title: string): Promise<boolean> {
  const rows = await store.query('select from papers where id = $1 and title = $2', [id, title]);
  return rows.length > 0;
}

/** The keys of papers by which other installations know them. */
async function keysOf(store: Pick<Store, 'query'>, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await store.query<{ id: number; key: string }>(
    `select distinct on (paper_id) paper_id as id, value as key from identities
      where paper_id = any($1::bigint[]) and confirmed and scheme in ('arxiv', 'doi')
      order by paper_id, scheme, value`,
    [ids],
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError('This is no JSON. Choose the file that “Take your interests along” gave.');
  }
}

function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  return `${where === '' ? '' : `${where}: `}${issue?.message ?? 'it cannot be read'}`;
}
