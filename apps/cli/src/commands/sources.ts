import type { Command } from 'commander';
import { catalogue, listSourceStates, type SourceState } from '@broadsheet/sources';
import { examples } from '../examples.ts';
import { plain, print, printJson } from '../print.ts';
import { chosenSources } from '../settings.ts';
import { withStore } from '../with-store.ts';

export function addSources(program: Command): void {
  program
    .command('sources')
    .option('--json', 'print JSON')
    .description('Where papers come from: which sources are on, and how each stands.')
    .addHelpText('after', examples('broadsheet sources', 'broadsheet sources --json'))
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const settings = await chosenSources();
      await withStore(command, async (store) => {
        const states = new Map((await listSourceStates(store)).map((state) => [state.name, state]));
        const rows = catalogue.map((source) => ({
          name: source.name,
          title: source.title,
          about: source.about,
          licence: source.licence,
          rule: source.etiquette.rule,
          terms: source.etiquette.terms,
          on:
            settings.chosen.some((one) => one.source === source) || states.get(source.name)?.running === true,
          state: states.get(source.name) ?? null,
        }));
        if (json) return printJson(rows);
        for (const { name, on, about, state } of rows) {
          print(`${on ? '●' : '○'} ${name.padEnd(18)}${on || state ? describe(state, new Date()) : about}`);
          if (state?.error)
            print(`${' '.repeat(20)}${plain(state.error)}\n${' '.repeat(20)}${plain(state.hint ?? '')}`);
        }
        print(
          settings.chosen.length === 0
            ? '\nThis shell’s settings turn no source on. For example: BROADSHEET_SOURCES=arxiv-feed,arxiv-oai,hugging-face npm start'
            : `\n● is on (${settings.from}).`,
        );
      });
    });
}

function describe(state: SourceState | null, now: Date): string {
  if (state === null) return 'has not run yet';
  const { running, succeededAt, nextRunAt, records, created, rejected, failures } = state;
  const parts = [
    running ? 'runs now' : succeededAt ? `last ${ago(succeededAt, now)}` : 'never ended well',
    `${records.toLocaleString('en')} records`,
    `${created.toLocaleString('en')} new papers`,
  ];
  if (rejected > 0) parts.push(`${rejected.toLocaleString('en')} rejected`);
  if (failures > 0) parts.push(`failed ${failures} ${failures === 1 ? 'time' : 'times'} in a row`);
  if (nextRunAt && !running) parts.push(nextRunAt > now ? `next in ${ago(now, nextRunAt, '')}` : 'due now');
  return parts.join(', ');
}

/** `3 h ago`. */
function ago(then: Date, now: Date, suffix = ' ago'): string {
  const minutes = Math.max(0, Math.round((now.getTime() - then.getTime()) / 60_000));
  const text =
    minutes < 60
      ? `${minutes} min`
      : minutes < 48 * 60
        ? `${Math.round(minutes / 60)} h`
        : `${Math.round(minutes / 1440)} days`;
  return `${text}${suffix}`;
}
