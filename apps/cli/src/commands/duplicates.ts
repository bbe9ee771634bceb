import { encoderInUse, openEncoder } from '@broadsheet/learn';
import {
  dismissSuggestion,
  findPaper,
  getPapers,
  listSuggestions,
  mergeDuplicate,
  type Store,
} from '@broadsheet/papers';
import { suggestDuplicates } from '@broadsheet/search';
import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { plain, print, printJson } from '../print.ts';
import { makeProgress } from '../progress.ts';
import { withStore } from '../with-store.ts';

/** Papers that are looked at between two words of progress. */
const slice = 500;

export function addDuplicates(program: Command): void {
  const duplicates = program
    .command('duplicates')
    .description('Papers that may be here twice under two ids: look for them, merge them, dismiss them.');
  duplicates
    .command('list', { isDefault: true })
    .option('--json', 'print JSON')
    .description('The pairs that wait for a decision, the surest first.')
    .addHelpText('after', examples('broadsheet duplicates', 'broadsheet duplicates list --json'))
    .action(({ json }: { json?: true }, command: Command) =>
      withStore(command, (store) => list(store, json === true)),
    );
  duplicates
    .command('look')
    .description('Look at the papers that were encoded since the last look. Interrupted, the next goes on.')
    .addHelpText('after', examples('broadsheet duplicates look'))
    .action((_: object, command: Command) => withStore(command, look));
  duplicates
    .command('merge <paper> <other>')
    .description('Make two papers into one: the later becomes part of the earlier. It cannot be undone.')
    .addHelpText('after', examples('broadsheet duplicates merge 2103.03230 p17'))
    .action((paper: string, other: string, _: object, command: Command) =>
      withStore(command, async (store) => {
        const [first, second] = await findBoth(store, paper, other);
        try {
          await mergeDuplicate(store, first, second, new Date());
        } catch (error) {
          if (error instanceof RangeError) throw new Failure(error.message, 'They were left as they are.');
          throw error;
        }
        print(`One paper now: ${(await findPaper(store, `p${Math.min(first, second)}`))?.key ?? paper}.`);
      }),
    );
  duplicates
    .command('dismiss <paper> <other>')
    .description('Say that two papers are two; they are not suggested again.')
    .addHelpText('after', examples('broadsheet duplicates dismiss 2103.03230 p17'))
    .action((paper: string, other: string, _: object, command: Command) =>
      withStore(command, async (store) => {
        const known = await dismissSuggestion(store, ...(await findBoth(store, paper, other)));
        print(known ? 'Dismissed.' : 'These two were not suggested, or were dismissed before.');
      }),
    );
}

async function list(store: Store, json: boolean): Promise<void> {
  const suggestions = await listSuggestions(store, 1000);
  const ids = new Set(suggestions.flatMap(({ paperId, otherId }) => [paperId, otherId]));
  const papers = new Map((await getPapers(store, [...ids])).map((paper) => [paper.id, paper]));
  const shown = suggestions.map(({ paperId, otherId, cosine, titles }) => ({
    papers: [paperId, otherId].map((id) => {
      const { key = '', title = '', year = null, venue = null } = papers.get(id) ?? {};
      return { key, title, year, venue };
    }),
    cosine,
    titles,
  }));
  if (json) return printJson(shown);
  for (const pair of shown) {
    for (const { key, title, year, venue } of pair.papers)
      print(`${key.padEnd(14)}${plain([title, year, venue].filter((part) => part !== null).join(', '))}`);
    print('');
  }
  print(
    shown.length === 0
      ? 'No pair waits for a decision. broadsheet duplicates look looks for new ones.'
      : `${shown.length} ${shown.length === 1 ? 'pair waits' : 'pairs wait'} for a decision.`,
  );
}

async function look(store: Store): Promise<void> {
  const encoder = await encoderInUse(store, { open: openEncoder, patient: true });
  if (encoder === null)
    throw new Failure('There is no encoder to look with.', 'broadsheet learn trains one on your papers.');
  const progress = makeProgress();
  let looked = 0;
  let suggested = 0;
  try {
    for (let done = false; !done;) {
      const search = await suggestDuplicates(store, encoder, slice);
      looked += search.looked;
      suggested += search.suggested;
      done = search.done;
      progress.update(`${looked} papers looked at, ${suggested} new pairs`);
    }
  } finally {
    progress.clear();
  }
  print(`${looked} papers looked at, ${suggested} new ${suggested === 1 ? 'pair' : 'pairs'}.`);
}

async function findBoth(store: Store, paper: string, other: string): Promise<[number, number]> {
  const ids: number[] = [];
  for (const name of [paper, other]) {
    const found = await findPaper(store, name);
    if (found === null)
      throw new Failure(
        `No paper here is called “${plain(name)}”.`,
        'Give an arXiv id, a DOI, an address or a key such as p17.',
        exitCodes.usage,
      );
    ids.push(found.id);
  }
  const [first = 0, second = 0] = ids;
  if (first === second)
    throw new Failure(`${plain(paper)} and ${plain(other)} are one paper already.`, 'Nothing is to be done.');
  return [first, second];
}
