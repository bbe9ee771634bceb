import type { Store } from '../store/store.ts';
import type { PaperSummary } from './paper.ts';
import type { Page, PageRequest, PaperCondition, Selection } from './selection.ts';
import { shown } from './shown.ts';
import { storableText } from './storable-text.ts';
import { getPapers } from './summary.ts';

/** Ties end at the id, so that the same page always holds the same papers. */
const orders: Record<Selection['order'], string> = {
  trending: 's.trending desc, p.id desc',
  votes: 's.votes desc, p.announced_on desc nulls last, p.published_on desc nulls last, p.id desc',
  newest: 'p.announced_on desc nulls last, p.published_on desc nulls last, p.id desc',
  position: 'l.position, p.id',
  featured: 'f.featured_at desc, p.id desc',
};

/**
 * One page of a view: the papers that a selection holds, in its order, and how many there are in all.
 * @throws RangeError for a page outside 1–200 papers, or an order by position without a list, by choice without `featured`.
 */
export async function listPapers(
  store: Pick<Store, 'query'>,
  selection: Selection,
  { limit, offset }: PageRequest,
): Promise<Page<PaperSummary>> {
  if (!(
    Number.isSafeInteger(limit) &&
    limit >= 1 &&
    limit <= 200 &&
    Number.isSafeInteger(offset) &&
    offset >= 0
  )) {
    throw new RangeError(`A page has 1 to 200 papers and starts at 0 or later, not ${limit} from ${offset}.`);
  }
  if (selection.order === 'position' && selection.list === undefined) {
    throw new RangeError('Only a list has positions to order by.');
  }
  if (selection.order === 'featured' && selection.featured !== true) {
    throw new RangeError('Only featured papers have a time at which they were put forward.');
  }
  const { from, parameters, wanted } = conditions(selection);
  const [counted] = await store.query<{ all: number; total: number }>(
    `select count(*)::int as all, count(*) filter (where ${wanted})::int as total ${from}`,
    parameters,
  );
  const ids = await store.query<{ id: number }>(
    `select p.id ${from} and ${wanted} order by ${orders[selection.order]} limit ${limit} offset ${offset}`,
    parameters,
  );
  const items = await getPapers(
    store,
    ids.map(({ id }) => id),
  );
  const { all, total } = counted ?? { all: 0, total: 0 };
  return { items, total, hidden: all - total, limit, offset };
}

/** How many papers of a selection meet each of some conditions; what the selection hides is counted too. */
export async function countMeeting(
  store: Pick<Store, 'query'>,
  selection: Omit<Selection, 'order' | 'hide'>,
  asked: readonly PaperCondition[],
): Promise<number[]> {
  if (asked.length === 0) return [];
  const { from, parameters, bind } = conditions({ ...selection, order: 'newest' });
  const counts = asked.map((condition) => `count(*) filter (where ${condition(bind)})::int`);
  const [row] = await store.query<{ counts: number[] }>(
    `select array[${counts.join(', ')}] as counts ${from}`,
    parameters,
  );
  return row?.counts ?? asked.map(() => 0);
}

interface SelectionSql {
  /** From `from` on, with a `where` that more can be added to. */
  from: string;
  /** What holds for papers that the selection does not hide. */
  wanted: string;
  parameters: unknown[];
  bind: (value: unknown) => string;
}

function conditions(selection: Selection): SelectionSql {
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const parameter = (value: string) => bind(storableText(value));
  const tables = ['from papers p join standings s on s.paper_id = p.id'];
  const where: string[] = [shown];
  if (selection.list !== undefined) {
    tables.push(`join list_items l on l.paper_id = p.id and l.list = ${parameter(selection.list)}`);
  }
  if (selection.featured === true) tables.push('join featured_papers f on f.paper_id = p.id');
  if (selection.author !== undefined) {
    where.push(`p.id in (select paper_id from authorships where name_key = ${parameter(selection.author)})`);
  }
  if (selection.category !== undefined) {
    where.push(`p.categories @> array[${parameter(selection.category)}::text]`);
  }
  if (selection.venue !== undefined) where.push(`p.venue = ${parameter(selection.venue)}`);
  if (selection.withArxivId === true) {
    where.push(
      String.raw`p.id in (select paper_id from identities where scheme = 'arxiv' and confirmed and value ~ '^\d{4}\.\d{4,5}$')`,
    );
  }
  const range = rangeCondition(selection, parameter);
  if (range !== null) where.push(range);
  if (selection.only !== undefined) where.push(`(${selection.only(bind)})`);
  return {
    from: `${tables.join(' ')} where ${where.join(' and ')}`,
    wanted: selection.hide === undefined ? 'true' : `(${selection.hide(bind)}) is not true`,
    parameters,
    bind,
  };
}

/** A paper of which only the month is known belongs to a range that holds its whole month. */
function rangeCondition(
  { from, to, coarse }: Selection,
  parameter: (value: string) => string,
): string | null {
  if (from === undefined && to === undefined) return null;
  const lower = parameter(from ?? '-infinity');
  const upper = parameter(to ?? 'infinity');
  const announced = `p.announced_on between ${lower}::date and ${upper}::date`;
  if (coarse !== true) return announced;
  return `(${announced} or (p.announced_on is null and p.published_precision = 'month'
    and p.published_on >= ${lower}::date
    and (p.published_on + interval '1 month' - interval '1 day')::date <= ${upper}::date))`;
}
