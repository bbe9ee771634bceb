import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import { getPapers, toBibtex, type SourceRecord, type Store } from '@broadsheet/papers';
import { oneOf } from '../arguments.ts';
import { examples } from '../examples.ts';
import { withStore } from '../with-store.ts';

const batch = 500;

export function addExport(program: Command): void {
  program
    .command('export')
    .option(
      '--format <form>',
      'jsonl (every record as it came, import reads it back) or bibtex',
      oneOf('jsonl', 'bibtex'),
      'jsonl',
    )
    .option('--out <file>', 'write to a file instead of standard output')
    .description('Write all papers in an open format.')
    .addHelpText(
      'after',
      examples('broadsheet export --out papers.jsonl', 'broadsheet export --format bibtex > papers.bib'),
    )
    .action((options: { format: 'jsonl' | 'bibtex'; out?: string }, command: Command) =>
      withStore(command, async (store) => {
        const out = options.out === undefined ? process.stdout : createWriteStream(options.out);
        const pieces = options.format === 'jsonl' ? recordLines(store) : bibtexEntries(store);
        let count = 0;
        for await (const piece of pieces) {
          await write(out, piece);
          count++;
        }
        if (options.out === undefined) return;
        out.end();
        await once(out, 'finish');
        console.error(
          `${count} ${options.format === 'jsonl' ? 'records' : 'papers'} written to ${options.out}.`,
        );
      }),
    );
}

async function* recordLines(store: Store): AsyncGenerator<string> {
  for (let last = 0; ;) {
    const rows = await store.query<{ id: number; content: SourceRecord }>(
      `select id, content from records where id > $1 order by id limit ${batch}`,
      [last],
    );
    for (const { content } of rows) yield `${JSON.stringify(content)}\n`;
    last = rows.at(-1)?.id ?? 0;
    if (rows.length < batch) return;
  }
}

async function* bibtexEntries(store: Store): AsyncGenerator<string> {
  for (let last = 0; ;) {
    const rows = await store.query<{ id: number }>(
      `select id from papers where id > $1 order by id limit ${batch}`,
      [last],
    );
    for (const paper of await getPapers(
      store,
      rows.map(({ id }) => id),
    ))
      yield `${toBibtex(paper)}\n`;
    last = rows.at(-1)?.id ?? 0;
    if (rows.length < batch) return;
  }
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}
