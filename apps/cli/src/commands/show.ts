import type { Command } from 'commander';
import {
  findPaper,
  getPaper,
  identityUrl,
  toBibtex,
  toCslJson,
  toMarkdown,
  toRis,
  type Identity,
  type PaperDetail,
} from '@broadsheet/papers';
import { oneOf } from '../arguments.ts';
import { examples } from '../examples.ts';
import { Failure } from '../failure.ts';
import { authorLine, plain, print, printJson, wrap } from '../print.ts';
import { withStore } from '../with-store.ts';

const forms = ['text', 'json', 'markdown', 'bibtex', 'ris', 'csl'] as const;

export function addShow(program: Command): void {
  program
    .command('show')
    .argument('<id>', 'arXiv id, DOI, address, or our key')
    .option('--format <form>', forms.join(', '), oneOf(...forms), 'text')
    .option('--json', 'the same as --format json')
    .description('One paper, with all that is known of it.')
    .addHelpText(
      'after',
      examples(
        'broadsheet show 2103.03230',
        'broadsheet show 10.18653/v1/D16-2003 --format bibtex',
        'broadsheet show https://arxiv.org/abs/2103.03230 --json',
      ),
    )
    .action((id: string, options: { format: (typeof forms)[number]; json?: boolean }, command: Command) =>
      withStore(command, async (store) => {
        const found = await findPaper(store, id);
        const paper = found && (await getPaper(store, found.id));
        if (paper === null)
          throw new Failure(`No paper here is called ${id}.`, 'Search for its title: broadsheet search …');
        write(paper, options.json ? 'json' : options.format);
      }),
    );
}

function write(paper: PaperDetail, form: (typeof forms)[number]): void {
  switch (form) {
    case 'json':
      return printJson(paper);
    case 'markdown':
      return print(
        toMarkdown(paper, { siteUrl: process.env['SITE_URL'] ?? 'http://localhost:3000' }).trimEnd(),
      );
    case 'bibtex':
      return print(toBibtex(paper).trimEnd());
    case 'ris':
      return print(toRis(paper).trimEnd());
    case 'csl':
      return printJson([toCslJson(paper)]);
    case 'text':
      return writeText(paper);
  }
}

function writeText(paper: PaperDetail): void {
  print(wrap(paper.title));
  print(wrap(authorLine(paper)));
  print();
  if (paper.abstract !== '')
    for (const paragraph of paper.abstract.split('\n\n')) print(`${wrap(paragraph, '  ')}\n`);
  const facts: [string, string | null][] = [
    ['published', paper.published],
    ['announced', paper.announcedOn],
    ['venue', paper.venue],
    ['categories', paper.categories.join(' ')],
    ['votes', String(paper.votes)],
    ['versions', paper.versions.map(({ number }) => `v${number}`).join(' ')],
    ...paper.identities.map((identity): [string, string] => [
      identity.scheme,
      identityUrl(identity as Identity),
    ]),
    ...paper.links.map((link): [string, string] => [link.kind, link.url]),
  ];
  for (const [name, value] of facts) if (value) print(`${name.padEnd(12)} ${plain(value)}`);
}
