/**
 * How many digests go out in an hour: subscribers with distinct interests, real papers, the program's own planning,
 * drawing and sending, and a real SMTP server on loopback in a process of its own. Each number of subscribers has a
 * new store. Tables and their reading: docs/benchmarks.md.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  buildMessage,
  deliverMails,
  drawMail,
  houseTemplate,
  importSubscribers,
  openLinkSigner,
  paperShelf,
  planIssues,
  readMailSettings,
  smtpSender,
  SubscriptionPlan,
  type Wish,
} from '@broadsheet/mail';
import {
  announcedAt,
  getPapers,
  ingest,
  openStore,
  previousAnnouncementDay,
  readPapers,
  refreshTrending,
  type PaperSummary,
  type Store,
} from '@broadsheet/papers';
import { papersFile } from './data/places.ts';
import { slope } from './slope.ts';
import { table } from './table.ts';

/** What an hour's hundred thousand would need. */
const wantedAnHour = 100_000;

interface Sample {
  subscribers: number;
  digests: number;
  /** Milliseconds. */
  planning: number;
  drawing: number;
  sending: number;
  /** Largest resident memory in bytes, of this process. */
  memory: number;
  received: number;
}

export async function benchDigests(options: {
  data: string;
  papers: number;
  subscribers: number;
}): Promise<string> {
  const numbers = [0.25, 0.5, 1].map((part) => Math.round(options.subscribers * part));
  const samples: Sample[] = [];
  for (const subscribers of numbers) {
    process.stderr.write(`${subscribers} subscribers\n`);
    samples.push(await measure(papersFile(options.data), options.papers, subscribers));
  }
  const last = samples.at(-1);
  const growth = slope(samples.map(({ subscribers, memory }) => [subscribers / 10_000, memory / 2 ** 20]));
  return [
    `${options.papers.toLocaleString('en')} papers; each subscriber has a wish that no other has:`,
    '',
    table(
      ['subscribers', 'digests', 'planning', 'drawing alone', 'drawing and sending', 'both', 'memory'],
      samples.map((sample) => [
        sample.subscribers.toLocaleString('en'),
        sample.digests.toLocaleString('en'),
        rate(sample.subscribers, sample.planning),
        rate(Math.min(sample.digests, drawn), sample.drawing),
        rate(sample.digests, sample.sending),
        `${Math.round((sample.subscribers / (sample.planning + sample.sending)) * 3_600_000).toLocaleString('en')} an hour`,
        `${Math.round(sample.memory / 2 ** 20)} MiB`,
      ]),
    ),
    '',
    `For each further 10,000 subscribers: ${growth.toFixed(1)} MiB of memory (least squares). ` +
      `${last?.received.toLocaleString('en')} mails reached the server, each once; ` +
      `${wantedAnHour.toLocaleString('en')} an hour are ${(wantedAnHour / 3600).toFixed(0)} a second.`,
  ].join('\n');
}

const rate = (count: number, ms: number) => `${((count / ms) * 1000).toFixed(0)}/s`;

/** Digests that are drawn without being sent, to tell the two apart. */
const drawn = 500;

async function measure(file: string, papers: number, subscribers: number): Promise<Sample> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const server = await startServer();
  const store = await openStore({ home, databaseUrl: '' });
  try {
    await ingest(store, first(papers, file), { kind: 'import', origin: basename(file) });
    const now = await announce(store, papers);
    await subscribe(store, subscribers, now);
    let memory = 0;
    const watch = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 100);

    let start = performance.now();
    const { composed } = await planIssues(store, { now, latestHours: 0 });
    const planning = performance.now() - start;

    const settings = readMailSettings({
      config: { from: 'papers@example.org', connections: 4, perDomainPerMinute: 100_000 },
      env: { SMTP_URL: `smtp://127.0.0.1:${server.port}` },
      folder: '.',
    });
    const site = 'https://papers.example.org';
    const signer = await openLinkSigner(store);
    const board = {
      store,
      signer,
      template: houseTemplate,
      theme: settings.config.theme,
      site,
      papers: paperShelf(store),
    };
    const rows = await store.query<{ id: number; address: string; createdAt: Date }>(
      `select issue_id as id, address, created_at as "createdAt" from mails order by id limit ${drawn}`,
    );
    start = performance.now();
    for (const { id, ...mail } of rows)
      await drawMail(board, {
        ...mail,
        kind: 'digest',
        issueId: id,
        requestId: null,
        subscriberId: null,
        accountLinkId: null,
        noticeId: null,
      });
    const drawing = performance.now() - start;

    if (settings.smtp === null) throw new Error('The settings name no server.');
    const sender = smtpSender(settings.smtp, { connections: settings.config.connections });
    start = performance.now();
    // The clock goes on while mails go out: how many one domain may have is so many a minute, and all of ours are at one.
    const clock = () => new Date(now.getTime() + performance.now() - start);
    await deliverMails(store, {
      sender,
      settings,
      draw: (mail) => drawMail(board, mail),
      build: (mail, what) => buildMessage(mail, what, { settings, signer, date: now }),
      now: clock,
    });
    const sending = performance.now() - start;
    await sender.close();
    clearInterval(watch);
    return {
      subscribers,
      digests: composed,
      planning,
      drawing,
      sending,
      memory,
      received: await server.close(),
    };
  } finally {
    await store.close();
    server.child.kill();
    rmSync(home, { recursive: true, force: true });
  }
}

async function* first(count: number, file: string) {
  let given = 0;
  for await (const item of readPapers(createReadStream(file), { name: basename(file) })) {
    if (given++ === count) return;
    yield item;
  }
}

/** Papers of a busy day in the categories that a community follows. */
const papersADay = 600;

/**
 * Gives the papers days, as many to each as arXiv announces: the file knows years and months alone.
 * @returns An hour after the announcement of the newest day.
 */
async function announce(store: Store, papers: number): Promise<Date> {
  const days = ['2026-03-10'];
  while (days.length * papersADay < papers) days.push(previousAnnouncementDay(days.at(-1) ?? ''));
  await store.query('update papers set announced_on = ($1::date[])[1 + id % cardinality($1::date[])]', [
    days,
  ]);
  await refreshTrending(store, { now: announcedAt(days[0] ?? '') });
  return new Date(announcedAt(days[0] ?? '').getTime() + 3_600_000);
}

/** Wishes that papers of the day meet, no two alike, as a community has them. */
async function subscribe(store: Store, count: number, now: Date): Promise<void> {
  const rows = await store.query<{ id: number }>(
    'select id from papers order by announced_on desc nulls last, id limit 5000',
  );
  const papers = await getPapers(
    store,
    rows.map(({ id }) => id),
  );
  const plan = SubscriptionPlan.parse({
    wish: { kind: 'trending' },
    cadence: { frequency: 'daily', hour: 0, timeZone: 'America/New_York' },
  });
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      address: `reader${index}@example.org`,
      plan: { ...plan, wish: wishOf(index, papers), count: 5 + (index % 10) },
    }),
  );
  const yesterday = new Date(now.getTime() - 86_400_000);
  await importSubscribers(store, lines, { now: yesterday, plan, consent: 'benchmark' });
  await store.query('update subscriptions set next_at = $1', [now]);
}

function wishOf(index: number, papers: readonly PaperSummary[]): Wish {
  const paper = papers[(index * 7919) % papers.length];
  const words = paper?.title.match(/\p{Letter}{4,}/gu) ?? ['learning'];
  const word = (at: number) => words[(index + at) % words.length] ?? 'learning';
  switch (index % 10) {
    case 0:
      return { kind: 'trending' };
    case 1:
    case 2:
      return { kind: 'category', value: paper?.categories[0] ?? 'cs.LG' };
    case 3:
      return { kind: 'author', value: paper?.authors[0]?.name ?? 'Nobody' };
    case 4:
      return { kind: 'topic', value: word(0) };
    default:
      return { kind: 'search', value: `${word(0)} OR ${word(1)} OR ${word(2)} -reader${index}` };
  }
}

/** A server that takes every mail and counts them, in a process of its own: it must not share this one's thread. */
async function startServer(): Promise<{ child: ChildProcess; port: number; close(): Promise<number> }> {
  const child = fork(new URL('./smtp-counter.ts', import.meta.url));
  const port = await new Promise<number>((resolve) =>
    child.once('message', (message) => resolve(message as number)),
  );
  return {
    child,
    port,
    close: () =>
      new Promise((resolve) => {
        child.once('message', (message) => resolve(message as number));
        child.send('count');
      }),
  };
}
