/** `npm run bench`: measures and prints tables in Markdown. See docs/benchmarks.md. */
import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchBrigades } from './brigades.ts';
import { MissingData } from './data/places.ts';
import { benchDigests } from './digests.ts';
import { benchGather } from './gather.ts';
import { benchHybrid } from './hybrid.ts';
import { benchIngest } from './ingest.ts';
import { benchMaps } from './maps.ts';
import { benchMethods } from './methods.ts';
import { benchJudged, benchKnownItems } from './search.ts';
import { benchTensor } from './tensor/index.ts';
import { benchTrending } from './trending.ts';
import { benchVectors } from './vectors.ts';

const usage = `Usage: npm run bench -- [WHAT...] [options]

  ingest     how fast papers get into the embedded store
  search     latency, memory and known items, beside MiniSearch, Orama and SQLite FTS5
  quality    nDCG@10 on Cranfield and CISI, beside the same
  gather     a backfill of all of arXiv from a synthetic one: speed and memory while the store grows
  trending   what the front page would have been with other half-lives
  brigades   a community whose votes are brigaded: what the audit of votes finds, and what it saves
  vectors    ways to find the nearest vectors
  hybrid     search by words and meaning: latency, memory, and recall of HNSW (with DATABASE_URL on that server)
  maps       how well, how fast and how steadily papers are placed on a map
  methods    where the time of a training step goes, of each method on images
  tensor     training steps and operations of the tensor engine, beside PyTorch, jax-js and TensorFlow.js
  digests    digests put together, drawn and sent to a mail server on this machine

Without WHAT: ingest, search and quality.

  --data DIR       folder with papers.jsonl.gz and ir/ (default ../shared/data; the shipped sample where it is missing)
  --papers N       papers at most (default 100000; gather: 200000; digests: 20000; maps: 1500)
  --subscribers N  for digests (default 20000)
  --queries N      queries over the papers (default 300)
  --rounds N       times that everything is measured; medians are shown (default 3)
  --minutes N      that one search engine may take in a round (default 10)
  --threads N,M    for tensor, each in turn (default 1,2; with --quick 2)
  --tasks A,B      for tensor, only these: simclr, conv, text, tfm, matmul512, …
  --quick          for tensor: a look of some minutes`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: resolve(import.meta.dirname, '../../shared/data') },
    papers: { type: 'string' },
    subscribers: { type: 'string', default: '20000' },
    queries: { type: 'string', default: '300' },
    rounds: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    threads: { type: 'string' },
    tasks: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const options = {
  data: values.data,
  papers: whole('papers', values.papers ?? '100000'),
  queries: whole('queries', values.queries),
  rounds: whole('rounds', values.rounds ?? '3'),
  minutes: whole('minutes', values.minutes),
};

const benchmarks: Record<string, () => Promise<string>> = {
  ingest: () => benchIngest(options),
  search: () => benchKnownItems(options),
  quality: () => benchJudged(options),
  gather: () => benchGather(values.papers === undefined ? { papers: 200_000 } : options),
  trending: () => benchTrending(options),
  brigades: () => benchBrigades(options),
  vectors: () => benchVectors(options.papers),
  hybrid: () => benchHybrid(options),
  maps: () => benchMaps({ data: options.data, papers: whole('papers', values.papers ?? '1500') }),
  methods: () =>
    benchMethods({
      rounds: whole('rounds', values.rounds ?? '10'),
      threads: whole('threads', values.threads ?? '2'),
    }),
  tensor: () =>
    benchTensor({
      threads: (values.threads ?? (values.quick ? '2' : '1,2'))
        .split(',')
        .map((count) => whole('threads', count)),
      rounds: whole('rounds', values.rounds ?? (values.quick ? '1' : '3')),
      quick: values.quick,
      ...(values.tasks === undefined ? {} : { tasks: values.tasks.split(',') }),
    }),
  digests: () =>
    benchDigests({
      data: options.data,
      papers: whole('papers', values.papers ?? '20000'),
      subscribers: whole('subscribers', values.subscribers),
    }),
};

if (values.help) {
  console.log(usage);
} else {
  const wanted = positionals.length > 0 ? positionals : ['ingest', 'search', 'quality'];
  const unknown = wanted.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) leave(`There is no benchmark ${unknown.join(', ')}.\n\n${usage}`);
  console.log(
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, ${new Date().toISOString().slice(0, 10)}`,
  );
  try {
    for (const name of wanted) console.log(`\n## ${name}\n\n${await benchmarks[name]?.()}`);
  } catch (error) {
    if (!(error instanceof MissingData)) throw error;
    leave(error.message);
  }
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    leave(`--${name} takes a whole number from 1 on, not ${text}.`);
  return number;
}

function leave(message: string): never {
  console.error(message);
  process.exit(2);
}
