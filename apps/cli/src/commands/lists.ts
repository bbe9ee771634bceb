import type { Command } from 'commander';
import { currentDay, describeDay, isDay, listPapers, type Store } from '@broadsheet/papers';
import { searchPapers, type SortOrder } from '@broadsheet/search';
import { oneOf, wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { highlighted, print, printJson, printPapers } from '../print.ts';
import { withStore } from '../with-store.ts';

interface ListOptions {
  limit: number;
  json?: boolean;
}

export function addSearch(program: Command): void {
  listOptions(program.command('search'))
    .argument('<query...>', 'words, "phrases", -not, OR, author: cat: venue: year: after: before: id:')
    .option(
      '--sort <order>',
      'relevance, date or votes',
      oneOf<SortOrder>('relevance', 'date', 'votes'),
      'relevance',
    )
    .description('Search the papers.')
    .addHelpText(
      'after',
      examples(
        'broadsheet search contrastive learning',
        'broadsheet search \'"barlow twins" -survey year:2021-\'',
        'broadsheet search author:hinton --sort date --json',
      ),
    )
    .action((query: string[], options: ListOptions & { sort: SortOrder }, command: Command) =>
      withStore(command, async (store) => {
        const answer = await searchPapers(store, {
          query: query.join(' '),
          sort: options.sort,
          limit: options.limit,
        });
        if (options.json) return printJson(answer);
        for (const part of answer.ignored) print(`Not searched: ${part.text} (${part.reason})`);
        if (answer.usedCorrection) print(`Showing papers for: ${answer.corrected}`);
        else if (answer.corrected) print(`Did you mean: ${answer.corrected}?`);
        printPapers(answer.hits.map((hit) => ({ ...hit.paper, shownTitle: highlighted(hit.title) })));
        print(
          answer.hits.length === 0
            ? 'Nothing matches.'
            : `\n${answer.hits.length} of ${answer.total}${answer.totalIsExact ? '' : ' or more'}.`,
        );
      }),
    );
}

export function addToday(program: Command): void {
  listOptions(program.command('today'))
    .option('--date <day>', 'another day, YYYY-MM-DD')
    .description('The papers of a day, by default of today in New York.')
    .addHelpText('after', examples('broadsheet today', 'broadsheet today --date 2026-03-10 --limit 5'))
    .action((options: ListOptions & { date?: string }, command: Command) => {
      const { date } = options;
      if (date !== undefined && !isDay(date))
        throw new Failure(`“${date}” is not a day.`, 'Write it as 2026-03-10.', exitCodes.usage);
      return withStore(command, (store) => showDay(store, options));
    });
}

async function showDay(store: Store, { date, limit, json }: ListOptions & { date?: string }): Promise<void> {
  const now = new Date();
  const day = await describeDay(store, date ?? currentDay(now), now);
  const { items } = await listPapers(
    store,
    { from: day.day, to: day.day, order: 'trending' },
    { limit, offset: 0 },
  );
  if (json) return printJson({ day, papers: items });
  printPapers(items);
  if (day.state === 'partial') print(`\n${day.count} so far, final at 20:40 New York.`);
  else if (day.count > 0) print(`\n${items.length} of ${day.count} papers of ${day.day}.`);
  else {
    print(
      `No papers of ${day.day}${day.why === null ? '' : `: ${day.why}`}. The next announcement is on ${day.nextAnnouncement}.`,
    );
    if (day.lastFull) print(`The last full day here: broadsheet today --date ${day.lastFull}`);
  }
}

export function addTrending(program: Command): void {
  listOptions(program.command('trending'))
    .description('Trending papers, by the formula at /about/ranking.')
    .addHelpText('after', examples('broadsheet trending', 'broadsheet trending --limit 3 --json'))
    .action(({ limit, json }: ListOptions, command: Command) =>
      withStore(command, async (store) => {
        const page = await listPapers(store, { order: 'trending' }, { limit, offset: 0 });
        if (json) printJson(page);
        else printPapers(page.items);
      }),
    );
}

function listOptions(command: Command): Command {
  return command
    .option('--limit <number>', 'papers to show', wholeNumber(1, 120), 10)
    .option('--json', 'print JSON');
}
