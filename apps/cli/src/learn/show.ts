import type { Command } from 'commander';
import { readAbout } from '@broadsheet/learn';
import { activeEncoder, countTextsToEncode, type Store } from '@broadsheet/papers';
import { wholeNumber } from '../arguments.ts';
import { examples } from '../examples.ts';
import { Failure } from '../failure.ts';
import { plain, print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { checkWords } from './check-words.ts';
import { findEncoder } from './find-encoder.ts';

export function addShow(learn: Command): void {
  learn
    .command('show')
    .argument('[encoder]', 'its number; none: the one in use', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--json', 'print JSON')
    .description('What an encoder was made of, and how good it is.')
    .addHelpText('after', examples('broadsheet learn show', 'broadsheet learn show 3 --json'))
    .action((id: number | undefined, { json }: { json?: true }, command: Command) =>
      withStore(command, async (store) => {
        const encoder = await findEncoder(store, id ?? (await requireActive(store)));
        const waiting = encoder.active ? await countTextsToEncode(store) : null;
        if (json) return printJson({ ...encoder, waiting });
        const about = readAbout(encoder.about);
        print(`Encoder ${encoder.id} (${plain(encoder.name)})${encoder.active ? ', in use' : ''}`);
        print(`${encoder.dimensions} numbers a paper, of ${encoder.papers.toLocaleString('en')} papers.`);
        if (waiting !== null && waiting > 0) print(`${waiting.toLocaleString('en')} papers wait for it.`);
        if (about?.check !== undefined)
          for (const line of checkWords(about.check, encoder.dimensions)) print(line);
        print(`Made ${encoder.madeAt.toISOString()} (${encoder.fingerprint}).`);
        print(plain(JSON.stringify(encoder.about)));
      }),
    );
}

async function requireActive(store: Store): Promise<number> {
  const active = await activeEncoder(store);
  if (active !== null) return active.id;
  throw new Failure(
    'No encoder is in use.',
    'The next start takes the one that comes with the program; or: broadsheet learn',
  );
}
