import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { exportSubscribers, importSubscribers, SubscriptionPlan, describeWish } from '@broadsheet/mail';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { plain, print, printJson } from '../print.ts';
import { requireFile } from '../require-file.ts';
import { withStore } from '../with-store.ts';

export function addSubscribers(program: Command): void {
  const subscribers = program
    .command('subscribers')
    .description('Who gets digests by mail: list, bring in, take out.')
    .addHelpText(
      'after',
      examples(
        'broadsheet subscribers list',
        'broadsheet subscribers export > subscribers.jsonl',
        'broadsheet subscribers import addresses.txt',
      ),
    );
  addList(subscribers);
  addExport(subscribers);
  addImport(subscribers);
}

function addList(subscribers: Command): void {
  subscribers
    .command('list')
    .description('All subscriptions, one a line.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('broadsheet subscribers list', 'broadsheet subscribers list --json'))
    .action(({ json }: { json?: boolean }, command: Command) =>
      withStore(command, async (store) => {
        const entries = await Array.fromAsync(exportSubscribers(store));
        if (json) return printJson(entries);
        for (const { address, plan, endedAt, pausedUntil, suppressed } of entries) {
          const state = [
            endedAt === null ? '' : 'ended',
            pausedUntil === null ? '' : `paused until ${pausedUntil}`,
            suppressed === null ? '' : `nothing is sent there (${suppressed})`,
          ].filter((part) => part !== '');
          const { frequency, hour, timeZone } = plan.cadence;
          print(
            plain(
              [
                address.padEnd(32),
                describeWish(plan.wish).title,
                `${frequency} at ${String(hour).padStart(2, '0')}:00 ${timeZone}`,
                ...state,
              ].join('  '),
            ),
          );
        }
        const addresses = new Set(entries.map(({ address }) => address.toLowerCase())).size;
        print(`${entries.length} subscriptions of ${addresses} addresses.`);
      }),
    );
}

function addExport(subscribers: Command): void {
  subscribers
    .command('export')
    .description('Write all subscriptions with their consents as lines of JSON; import reads them back.')
    .addHelpText('after', examples('broadsheet subscribers export > subscribers.jsonl'))
    .action((_options: object, command: Command) =>
      withStore(command, async (store) => {
        for await (const entry of exportSubscribers(store)) print(JSON.stringify(entry));
      }),
    );
}

function addImport(subscribers: Command): void {
  subscribers
    .command('import <file>')
    .description('Bring in subscribers: addresses, one a line, or an export (- for standard input).')
    .option(
      '--consent <words>',
      'how these people agreed; kept as the proof, and they are subscribed at once (without it everybody is asked by mail)',
    )
    .option(
      '--plan <json>',
      'what lines without a plan subscribe to (default: trending papers, weekdays at 07:00 UTC)',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'broadsheet subscribers import addresses.txt',
        'broadsheet subscribers import subscribers.jsonl',
        'broadsheet subscribers import members.txt --consent "asked for it at the meeting of 3 March" --plan \'{"wish":{"kind":"category","value":"cs.LG"},"cadence":{"frequency":"weekly","timeZone":"Europe/Berlin"}}\'',
      ),
    )
    .action(
      (file: string, options: { consent?: string; plan?: string; json?: boolean }, command: Command) => {
        const plan = planFrom(options.plan);
        requireFile(file);
        return withStore(command, async (store) => {
          const report = await importSubscribers(store, linesOf(file), {
            now: new Date(),
            plan,
            consent: options.consent ?? null,
          });
          if (options.json) printJson(report);
          else {
            for (const { line, reason } of report.rejects) print(`line ${line}: ${plain(reason)}`);
            print(
              `${report.begun} subscribed, ${report.asked} asked by mail, ${report.known} known before, ${report.rejects.length} rejected.`,
            );
          }
          if (report.rejects.length > 0) process.exitCode = exitCodes.rejects;
        });
      },
    );
}

const usualPlan = { wish: { kind: 'trending' }, cadence: { frequency: 'weekdays', timeZone: 'UTC' } };

function planFrom(json: string | undefined): SubscriptionPlan {
  let value: unknown = usualPlan;
  if (json !== undefined)
    try {
      value = JSON.parse(json);
    } catch {
      throw new Failure('--plan is no JSON.', `For example: ${JSON.stringify(usualPlan)}`, exitCodes.usage);
    }
  const parsed = SubscriptionPlan.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    `--plan: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a plan'}.`,
    `For example: ${JSON.stringify(usualPlan)}`,
    exitCodes.usage,
  );
}

function linesOf(file: string): AsyncIterable<string> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  return createInterface({ input, crlfDelay: Infinity });
}
