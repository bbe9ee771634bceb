import type { Command } from 'commander';
import { currentDay, isDay, type Store } from '@broadsheet/papers';
import {
  outlook,
  planIssues,
  previewIssue,
  previewLinks,
  SubscriptionPlan,
  type NewsWindow,
  type Preview,
  type Wish,
} from '@broadsheet/mail';
import { oneOf, wholeNumber } from '../arguments.ts';
import { now } from '../clock.ts';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { openMail } from '../mail/open-mail.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';

export function addDigest(program: Command): void {
  const digest = program
    .command('digest')
    .description('The digests that subscribers get by mail: see one, or send what is due.')
    .addHelpText(
      'after',
      examples(
        'broadsheet digest preview --search "contrastive learning"',
        'broadsheet digest send --dry-run',
      ),
    );
  addPreview(digest);
  addSend(digest);
}

interface PreviewOptions {
  search?: string;
  category?: string;
  topic?: string;
  author?: string;
  venue?: string;
  trending?: boolean;
  since?: string;
  until?: string;
  every: 'day' | 'weekday' | 'week' | 'month';
  count: number;
  full?: boolean;
  html?: boolean;
  text?: boolean;
  json?: boolean;
}

const frequencies = { day: 'daily', weekday: 'weekdays', week: 'weekly', month: 'monthly' } as const;

function addPreview(digest: Command): void {
  digest
    .command('preview')
    .description('Print the digest that a new subscriber would get.')
    .option('--trending', 'trending papers (the default)')
    .option('--search <query>', 'papers that a search finds, as typed in the search box')
    .option('--category <code>', 'a category such as cs.LG')
    .option('--topic <words>', 'papers that hold all of these words')
    .option('--author <name>', 'papers by somebody')
    .option('--venue <name>', 'papers of a venue')
    .option(
      '--every <period>',
      'day, weekday, week or month',
      oneOf('day', 'weekday', 'week', 'month'),
      'day',
    )
    .option('--since <day>', 'first announcement day, YYYY-MM-DD (default: what a first digest covers)')
    .option('--until <day>', 'last announcement day, YYYY-MM-DD (default: the newest)')
    .option('--count <number>', 'papers at most', wholeNumber(1, 50), 10)
    .option('--full', 'whole abstracts instead of their beginnings')
    .option('--text', 'as the mail’s plain text (the default)')
    .option('--html', 'as the mail’s HTML')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'broadsheet digest preview',
        'broadsheet digest preview --search \'"barlow twins" OR vicreg\' --since 2026-08-01',
        'broadsheet digest preview --category cs.LG --every week --html > digest.html',
      ),
    )
    .action((options: PreviewOptions, command: Command) => {
      const forms = [options.html, options.text, options.json].filter(Boolean);
      if (forms.length > 1)
        throw new Failure('Choose one of --html, --text and --json.', undefined, exitCodes.usage);
      const plan = planOf(options);
      const window = windowOf(options);
      return withStore(command, (store) => preview(store, plan, window, options));
    });
}

async function preview(
  store: Store,
  plan: SubscriptionPlan,
  window: NewsWindow | null,
  options: PreviewOptions,
): Promise<void> {
  const answer = await previewIssue(store, plan, now(), window);
  if (options.json) return printJson({ plan, ...answer });
  if (answer.digest === null) {
    print(nothing(answer));
    return;
  }
  if (answer.isPast) console.error(`Nothing is new; this is what ${answer.window.to} would have brought.`);
  const { template, theme, site } = await openMail(store);
  const drawn = template.digest(answer.digest, previewLinks(site), theme);
  print(options.html ? drawn.html : `Subject: ${drawn.subject}\n\n${drawn.text}`);
}

function nothing({ window: { from, to } }: Preview): string {
  return `Nothing matches ${from === to ? `on ${to}` : `from ${from} to ${to}`}, so no mail would come. Try --since with an earlier day.`;
}

function planOf({ every, count, full, ...options }: PreviewOptions): SubscriptionPlan {
  const kinds = ['search', 'category', 'topic', 'author', 'venue'] as const;
  const wishes = [
    ...(options.trending ? [{ kind: 'trending' } as const] : []),
    ...kinds.flatMap((kind): Wish[] => {
      const value = options[kind];
      return value === undefined ? [] : [{ kind, value }];
    }),
  ];
  if (wishes.length > 1)
    throw new Failure(
      'A digest is about one thing.',
      `Choose one of --trending, ${kinds.map((kind) => `--${kind}`).join(', ')}.`,
      exitCodes.usage,
    );
  const parsed = SubscriptionPlan.safeParse({
    wish: wishes[0] ?? { kind: 'trending' },
    cadence: { frequency: frequencies[every], timeZone: 'America/New_York' },
    count,
    length: full ? 'full' : 'short',
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    `--${wishes[0]?.kind ?? 'trending'}: ${issue?.message ?? 'not a wish'}.`,
    undefined,
    exitCodes.usage,
  );
}

/** The days that were asked for; null where a first digest's are meant. */
function windowOf({ since, until }: PreviewOptions): NewsWindow | null {
  for (const day of [since, until])
    if (day !== undefined && !isDay(day))
      throw new Failure(`“${day}” is not a day.`, 'Write it as 2026-03-10.', exitCodes.usage);
  if (since === undefined && until === undefined) return null;
  const to = until ?? currentDay(now());
  const from = since ?? to;
  if (from > to)
    throw new Failure(`${from} lies behind ${to}.`, 'Give the earlier day as --since.', exitCodes.usage);
  return { from, to };
}

function addSend(digest: Command): void {
  digest
    .command('send')
    .description('Put together the digests that are due and send them, with all other mail that waits.')
    .option('--dry-run', 'only say what would be sent')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'broadsheet digest send --dry-run',
        'SMTP_URL=smtps://me:secret@mail.example.org MAIL_FROM=papers@example.org SITE_URL=https://papers.example.org broadsheet digest send',
      ),
    )
    .action(({ dryRun, json }: { dryRun?: boolean; json?: boolean }, command: Command) =>
      withStore(command, (store) => (dryRun ? foresee(store, json) : send(store, json))),
    );
}

async function foresee(store: Store, json = false): Promise<void> {
  const { settings } = await openMail(store);
  const { latestHours } = settings.config;
  const due = await Array.fromAsync(outlook(store, { now: now(), latestHours }), (one) => ({
    address: one.address,
    day: one.day,
    about: one.plan.wish,
    papers: typeof one.outcome === 'string' ? [] : one.outcome.entries.map(({ paper }) => paper.title),
    outcome: typeof one.outcome === 'string' ? one.outcome : 'issue',
  }));
  if (json) return printJson(due);
  for (const { address, day, papers, outcome } of due)
    print(
      `${address}  ${day}  ${outcome === 'issue' ? `${papers.length} papers, first: ${papers[0] ?? ''}` : outcome === 'waiting' ? 'waits until the day is complete' : 'nothing new, no mail'}`,
    );
  print(`${due.length} ${due.length === 1 ? 'subscription is' : 'subscriptions are'} due. Nothing was sent.`);
}

async function send(store: Store, json = false): Promise<void> {
  const mail = await openMail(store);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  const { latestHours } = mail.settings.config;
  const planned = await planIssues(store, { now: now(), latestHours, signal: stop.signal });
  const delivered = await mail.deliver(stop.signal);
  process.removeListener('SIGINT', interrupt);
  await mail.close();
  if (json) printJson({ planned, delivered });
  else {
    print(
      `${planned.composed} digests put together, ${planned.empty} would have been empty, ${planned.waiting} wait for their day.`,
    );
    print(
      Object.entries(delivered)
        .map(([what, count]) => `${count} ${what}`)
        .join(', '),
    );
  }
  if (stop.signal.aborted)
    throw new Failure('Interrupted; the next run goes on.', undefined, exitCodes.interrupted);
}
