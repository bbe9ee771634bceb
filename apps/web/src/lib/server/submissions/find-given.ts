import { SourceRecord, type ParsedIdentity, type ReadItem } from '@broadsheet/papers';
import { asOwnWord, type FoundPaper, type ReadGiven } from '@broadsheet/people';
import { lookUpPaper, readSettings, SourceError, userAgent, type LookUpAccess } from '@broadsheet/sources';
import { library } from '../library.ts';

/** Somebody waits in front of the screen: what is not found by then is said to be so. In milliseconds. */
const patience = 20_000;

/** Papers that are looked up at once: their services are asked one after the other all the same. */
const atOnce = 4;

/**
 * Finds what was given: names by asking whoever knows them, entries of BibTeX by their names where they have one, and by their own
 * word where nobody else speaks for them. What could not be found says why.
 * @param submissionId Names the records of what is a member's own word.
 */
export async function findGiven(
  given: Exclude<ReadGiven, { kind: 'nothing' }>,
  submissionId: number,
): Promise<FoundPaper[]> {
  const access = await openAccess(AbortSignal.timeout(patience));
  const asked: Asked[] =
    given.kind === 'names' ? given.names.map((name) => ({ name, entry: null })) : given.entries.map(toAsked);
  const found: FoundPaper[] = [];
  for (let at = 0; at < asked.length; at += atOnce)
    found.push(
      ...(await Promise.all(
        asked
          .slice(at, at + atOnce)
          .map((one, index) => findOne(one, `${submissionId}-${at + index + 1}`, access)),
      )),
    );
  return found;
}

interface Asked {
  name: ParsedIdentity | null;
  /** The entry that it stands in. */
  entry: ReadItem | null;
}

function toAsked({ item, name }: { item: ReadItem; name: ParsedIdentity | null }): Asked {
  return { name, entry: item };
}

async function findOne({ name, entry }: Asked, key: string, access: LookUpAccess): Promise<FoundPaper> {
  const given = (
    name === null ? (entry?.ok ? entry.record.title : (entry?.reject.position ?? '')) : shownName(name)
  ).slice(0, 500);
  const asked = name === null ? null : await ask(name, access);
  if (asked !== null && asked.record !== null) return { record: asked.record, given, note: '' };
  if (entry === null) return { record: null, given, note: asked?.trouble ?? '' };
  if (!entry.ok) return { record: null, given, note: entry.reject.reason.slice(0, 1000) };
  const own = SourceRecord.safeParse(asOwnWord(entry.record, key));
  if (!own.success)
    return { record: null, given, note: own.error.issues[0]?.message ?? 'The entry could not be read.' };
  const note =
    asked === null
      ? 'By your own word.'
      : `By your own word, since nobody else could be asked: ${asked.trouble}`;
  return { record: own.data, given, note: note.slice(0, 1000) };
}

/** What is known by a name, or what hinders. */
async function ask(
  name: ParsedIdentity,
  access: LookUpAccess,
): Promise<{ record: SourceRecord | null; trouble: string }> {
  try {
    const item = await lookUpPaper(name, access);
    if (item === null)
      return { record: null, trouble: `Nobody knows ${shownName(name)}. Look whether it is written right.` };
    if (!item.ok) return { record: null, trouble: item.reject.reason };
    const read = SourceRecord.safeParse(item.record);
    return read.success
      ? { record: read.data, trouble: '' }
      : { record: null, trouble: 'What the service said of it cannot be read.' };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const trouble =
      error.failure === 'aborted'
        ? 'It took too long: the service is busy, or we have asked it a lot. Try again in a minute.'
        : `${error.message} ${error.failure === 'content' ? error.hint : 'Try again later, or paste its BibTeX.'}`;
    return { record: null, trouble };
  }
}

function shownName({ scheme, value }: ParsedIdentity): string {
  return scheme === 'url' ? value : `${scheme === 'arxiv' || scheme === 'hf' ? 'arXiv' : scheme}:${value}`;
}

/** The services as the operator has set them; those that are not set are asked as everybody may. */
async function openAccess(signal: AbortSignal): Promise<LookUpAccess> {
  const { chosen, contact } = await readSettings({
    folder: process.cwd(),
    also: ['arxiv-query', 'crossref', 'openreview'],
  });
  return {
    store: library(),
    userAgent: userAgent({ site: process.env['SITE_URL'] ?? null, contact }),
    optionsOf: (name) => chosen.find(({ source }) => source.name === name)?.options,
    signal,
    // A page that a member names is never looked for on this machine.
    http: { allowLoopback: process.env['BROADSHEET_ALLOW_LOOPBACK'] === '1' },
  };
}
