import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { learningDue } from '@broadsheet/learn';
import {
  activeEncoder,
  countTextsToEncode,
  defaultHome,
  describeLibrary,
  listRejects,
  openStore,
  type Store,
} from '@broadsheet/papers';
import { examples } from '../examples.ts';
import { exitCodes } from '../failure.ts';
import { print, printJson } from '../print.ts';
import { readPort, requireFreePort } from '../serve/port.ts';
import { siteHandler } from '../serve/site-build.ts';
import { homeOf } from '../with-store.ts';
import { checkSources } from './check-sources.ts';

export interface Finding {
  check: string;
  state: 'ok' | 'warn' | 'fail';
  says: string;
  remedy?: string;
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .option('--json', 'print JSON')
    .description('Check this installation, and say what to do about what is wrong.')
    .addHelpText('after', examples('broadsheet doctor', 'broadsheet doctor --json'))
    .action(async (options: { json?: boolean }, command: Command) => {
      const home = resolve(homeOf(command) ?? defaultHome());
      const findings = [
        checkNode(),
        ...(process.env['DATABASE_URL'] ? [] : [checkHome(home), checkDisk(home)]),
        ...(await checkStore(home)),
        await checkPort(),
        checkBuild(),
      ];
      if (options.json) printJson(findings);
      else
        for (const { check, state, says, remedy } of findings)
          print(
            `${state.padEnd(5)}${check.padEnd(18)}${says}${remedy ? `\n${' '.repeat(23)}${remedy}` : ''}`,
          );
      if (findings.some(({ state }) => state === 'fail')) process.exitCode = exitCodes.failure;
    });
}

function checkNode(): Finding {
  const says = `Node ${process.versions.node}`;
  return Number.parseInt(process.versions.node, 10) >= 24
    ? { check: 'node', state: 'ok', says }
    : {
        check: 'node',
        state: 'fail',
        says,
        remedy: 'Run `npm ci` in Broadsheet’s folder; it brings Node 24 along.',
      };
}

function checkHome(home: string): Finding {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
    return { check: 'folder', state: 'ok', says: home };
  } catch (error) {
    return {
      check: 'folder',
      state: 'fail',
      says: (error as Error).message,
      remedy: 'Choose a folder you may write to with --home or BROADSHEET_HOME.',
    };
  }
}

function checkDisk(home: string): Finding {
  const { bavail, bsize } = statfsSync(existsSync(home) ? home : '.');
  const free = (bavail * bsize) / 2 ** 30;
  const says = `${free.toFixed(1)} GiB free`;
  return free > 2
    ? { check: 'disk', state: 'ok', says }
    : {
        check: 'disk',
        state: free > 0.2 ? 'warn' : 'fail',
        says,
        remedy: '100,000 papers take about 2 GiB. Make room, or move the folder with --home.',
      };
}

async function checkStore(home: string): Promise<Finding[]> {
  try {
    const store = await openStore({ home });
    try {
      const { papers, latestDay, sampleLoaded } = await describeLibrary(store);
      const rejects = await listRejects(store, { limit: 1000 });
      const { bm25, vectors } = store.capabilities;
      return [
        { check: 'store', state: 'ok', says: `${store.kind}, ${store.location}; schema up to date` },
        bm25
          ? { check: 'bm25', state: 'ok', says: 'pg_textsearch ranks searches' }
          : {
              check: 'bm25',
              state: 'warn',
              says: 'PostgreSQL’s built-in search ranks',
              remedy: 'Install pg_textsearch on the server for better ranking.',
            },
        vectors
          ? { check: 'vectors', state: 'ok', says: 'pgvector is there' }
          : {
              check: 'vectors',
              state: 'warn',
              says: 'without pgvector each process searches vectors in its own memory',
              remedy: 'Install pgvector on the server for many papers.',
            },
        {
          check: 'papers',
          state: papers > 0 ? 'ok' : 'warn',
          says: `${papers}${latestDay ? `, newest day ${latestDay}` : ''}${sampleLoaded ? ', with the sample' : ''}`,
        },
        rejects.length === 0
          ? { check: 'rejects', state: 'ok', says: 'none' }
          : {
              check: 'rejects',
              state: 'warn',
              says: `${rejects.length === 1000 ? '1,000 or more' : rejects.length}`,
              remedy: 'See them with `broadsheet ingest --rejects`.',
            },
        await checkEncoder(store),
        ...(await checkSources(store)),
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    const hint = error instanceof Error && 'hint' in error ? String(error.hint) : '';
    return [
      { check: 'store', state: 'fail', says: (error as Error).message, ...(hint ? { remedy: hint } : {}) },
    ];
  }
}

async function checkEncoder(store: Store): Promise<Finding> {
  const active = await activeEncoder(store);
  if (active === null)
    return {
      check: 'encoder',
      state: 'warn',
      says: 'none is in use: papers are found by words alone',
      remedy: 'Start Broadsheet, which takes the one that comes with it, or train one: `broadsheet learn`.',
    };
  const waiting = await countTextsToEncode(store);
  const due = await learningDue(store);
  const says = `${active.id} (${active.name}), ${waiting} papers wait${due === null ? '' : `; ${due.since} of ${due.papers} papers are newer`}`;
  if (due !== null && waiting < 1000)
    return {
      check: 'encoder',
      state: 'warn',
      says,
      remedy: 'Train one on the papers that are here now, for better search by meaning: `broadsheet learn`.',
    };
  return waiting < 1000
    ? { check: 'encoder', state: 'ok', says }
    : {
        check: 'encoder',
        state: 'warn',
        says,
        remedy: 'They are encoded while the site runs; on a server, by `broadsheet work`.',
      };
}

async function checkPort(): Promise<Finding> {
  const port = process.env['PORT'] || '3000';
  try {
    await requireFreePort(readPort(port), process.env['HOST'] || '127.0.0.1');
    return { check: 'port', state: 'ok', says: `${port} is free` };
  } catch (error) {
    return {
      check: 'port',
      state: 'warn',
      says: (error as Error).message,
      remedy: 'That is right while the site runs; else start with another --port.',
    };
  }
}

function checkBuild(): Finding {
  return existsSync(siteHandler)
    ? { check: 'site', state: 'ok', says: 'built' }
    : { check: 'site', state: 'warn', says: 'not built yet', remedy: 'The next start builds it.' };
}
