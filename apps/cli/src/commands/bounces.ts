import type { Command } from 'commander';
import { openLinkSigner, readMailFile, recordBounces } from '@broadsheet/mail';
import { examples } from '../examples.ts';
import { print, printJson } from '../print.ts';
import { requireFile } from '../require-file.ts';
import { withStore } from '../with-store.ts';

export function addBounces(program: Command): void {
  program
    .command('bounces <files...>')
    .description(
      'Read mails that came back (a .eml file, an mbox, a Maildir folder, or - for standard input).',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${examples('broadsheet bounces /var/mail/bounces', 'broadsheet bounces ~/Maildir', 'broadsheet bounces - < returned.eml')}
Addresses whose servers refuse them for good get nothing any more, as do those that complain; passing troubles are
counted. Only bounces that carry the mark of a mail that was sent from here count (mail.bouncesTo).`,
    )
    .action((files: string[], { json }: { json?: boolean }, command: Command) => {
      files.forEach(requireFile);
      return withStore(command, async (store) => {
        const signer = await openLinkSigner(store);
        const report = await recordBounces(store, signer, mailsIn(files));
        if (json) return printJson(report);
        const { read, bounces, complaints, suppressed, ignored, notOurs } = report;
        print(
          `${read} mails read: ${bounces} bounces, ${complaints} complaints, ${suppressed} addresses get nothing any more.`,
        );
        if (ignored > 0) print(`${ignored} say nothing new.`);
        if (notOurs > 0)
          print(`${notOurs} carry no mark of a mail that was sent from here, and were left alone.`);
      });
    });
}

async function* mailsIn(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    if (file === '-') {
      yield Buffer.concat(await Array.fromAsync(process.stdin as AsyncIterable<Buffer>));
      continue;
    }
    yield* readMailFile(file);
  }
}
