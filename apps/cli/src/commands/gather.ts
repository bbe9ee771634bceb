import type { Command } from 'commander';
import { isDay, type Store } from '@broadsheet/papers';
import {
  gatherSource,
  optionsOf,
  userAgent,
  type ChosenSource,
  type GatherProgress,
  type GatherReport,
  type SourceSettings,
} from '@broadsheet/sources';
import { examples } from '../examples.ts';
import { exitCodes, Failure } from '../failure.ts';
import { encodeNew } from '../learn/encode-new.ts';
import { plain, print, printJson } from '../print.ts';
import { bar, makeProgress } from '../progress.ts';
import { chosenSources, networkRules } from '../settings.ts';
import { withStore } from '../with-store.ts';

interface GatherFlags {
  from?: string;
  until?: string;
  sets?: string;
  json?: boolean;
}

export function addGather(program: Command): void {
  program
    .command('gather')
    .argument('[source...]', 'which sources; none: all that are on. `arxiv` stands for arxiv-oai')
    .option(
      '--from <day>',
      'arxiv: everything that was changed since this day (the archive begins 2005-09-16)',
    )
    .option('--until <day>', 'arxiv: nothing that was changed after this day')
    .option('--sets <names>', 'arxiv: only these sets, e.g. cs,stat or physics:hep-th; `all` for everything')
    .option('--json', 'print the result as JSON')
    .description('Ask sources for what is new, now. Interrupted, the same command goes on.')
    .addHelpText(
      'after',
      examples(
        'broadsheet gather',
        'broadsheet gather arxiv-feed hugging-face',
        'broadsheet gather arxiv --from 2005-09-16 --sets cs,stat',
      ),
    )
    .action(async (names: string[], flags: GatherFlags, command: Command) => {
      const named = names.map((name) => (name === 'arxiv' ? arxivOai : name));
      const settings = await chosenSources({ also: named });
      const sources = wanted(named, flags, settings);
      await withStore(command, (store) => gatherAll(store, sources, settings, flags.json === true));
    });
}

interface Wanted extends ChosenSource {
  /** Where a run with flags of its own keeps its place, apart from the scheduled ones. */
  apart?: string;
}

/** The sources to ask, with the flags put over what the settings say. */
function wanted(names: readonly string[], flags: GatherFlags, settings: SourceSettings): Wanted[] {
  for (const [flag, day] of [
    ['--from', flags.from],
    ['--until', flags.until],
  ] as const)
    if (day !== undefined && !isDay(day))
      throw new Failure(`“${day}” is not a day.`, `Write ${flag} 2026-03-10.`, exitCodes.usage);
  const over = backfill(flags);
  const others = names.filter((name) => name !== arxivOai);
  if (Object.keys(over).length > 0 && (names.length === 0 || others.length > 0))
    throw new Failure(
      `--from, --until and --sets are for arXiv alone${others.length > 0 ? `, not for ${others.join(', ')}` : ''}.`,
      'broadsheet gather arxiv --from 2020-01-01 --sets cs',
      exitCodes.usage,
    );
  const chosen = settings.chosen.filter(({ source }) => names.length === 0 || names.includes(source.name));
  if (chosen.length === 0)
    throw new Failure(
      'No source is on.',
      'Name one (broadsheet sources lists them), or turn some on: BROADSHEET_SOURCES=arxiv-feed,hugging-face',
      exitCodes.usage,
    );
  if (Object.keys(over).length === 0) return chosen;
  return chosen.map(({ source, options }) => ({
    source,
    options: optionsOf(source, { ...(options as object), ...over }, 'the command'),
    apart: `${source.name} backfill`,
  }));
}

const arxivOai = 'arxiv-oai';

function backfill({ from, until, sets }: GatherFlags): Record<string, unknown> {
  return {
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(sets === undefined
      ? {}
      : {
          sets:
            sets === 'all'
              ? []
              : sets
                  .split(',')
                  .map((name) => name.trim())
                  .filter(Boolean),
        }),
  };
}

async function gatherAll(
  store: Store,
  sources: readonly Wanted[],
  settings: SourceSettings,
  json: boolean,
): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const results: Record<string, unknown>[] = [];
  let failed = false;
  for (const { source, options, apart } of sources) {
    if (stop.signal.aborted) break;
    const progress = makeProgress();
    const started = performance.now();
    /** Where a run that goes on began. */
    let begun: number | undefined;
    const report = await gatherSource(store, source, options, {
      userAgent: userAgent({ site: process.env['SITE_URL'] ?? null, contact: settings.contact }),
      ...(apart === undefined ? {} : { apart }),
      signal: stop.signal,
      http: networkRules(),
      onStep(now) {
        begun ??= now.progress?.done ?? 0;
        progress.update(`${source.name} ${progressLine(now, begun, performance.now() - started)}`);
      },
    });
    progress.clear();
    failed ||= report !== null && report.failure !== null;
    results.push({ source: source.name, ...(report ?? { running: true }) });
    if (!json) printReport(source.name, report);
  }
  await encodeNew(store, stop.signal);
  process.removeListener('SIGINT', interrupt);
  process.removeListener('SIGTERM', interrupt);
  if (json) printJson(results);
  else if (stop.signal.aborted) print('Interrupted. What was read stands; the same command goes on.');
  if (stop.signal.aborted) process.exitCode = exitCodes.interrupted;
  else if (failed) process.exitCode = exitCodes.failure;
}

/** `[===>   ] 42 % of 7300 days, 1200 records, 63/s, 2 h 5 min left`. */
function progressLine(
  { progress, records, rejected }: GatherProgress,
  begun: number,
  milliseconds: number,
): string {
  const rate = records / Math.max(0.001, milliseconds / 1000);
  const parts = [`${records.toLocaleString('en')} records, ${rate.toFixed(rate < 10 ? 1 : 0)}/s`];
  if (rejected > 0) parts.push(`${rejected} rejected`);
  if (progress?.total) {
    const share = progress.done / progress.total;
    parts.unshift(`${bar(share)} of ${progress.total.toLocaleString('en')} ${progress.unit}`);
    const covered = progress.done - begun;
    if (covered > 0 && share < 1)
      parts.push(`${span((milliseconds / covered) * (progress.total - progress.done))} left`);
  }
  return parts.join(', ');
}

function span(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'under a minute';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function printReport(name: string, report: GatherReport | null): void {
  if (report === null) {
    print(`${name}: another process runs it now.`);
    return;
  }
  const { records, created, rejected, failure } = report;
  print(`${name}: ${records} records, ${created} new papers${rejected > 0 ? `, ${rejected} rejected` : ''}.`);
  if (failure !== null) print(`  ${plain(failure.message)}\n  ${plain(failure.hint)}`);
}
