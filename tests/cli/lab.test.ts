import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode as encodePng } from 'fast-png';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshPlace, type Place } from '../support/fresh-place.ts';
import { ended, runProgram, spawnProgram, type Ended } from '../support/program.ts';

let place: Place;
beforeAll(async () => {
  place = await freshPlace(inject('emptyPlace'));
});
afterAll(() => place.leave());

const lab = (...parameters: string[]): Promise<Ended> => runProgram(['lab', ...parameters], place);

/** Seconds of work, in many steps. */
const small = [
  ...[
    'run',
    'simclr',
    '--limit',
    '96',
    '--batch',
    '16',
    '--epochs',
    '30',
    '--threads',
    '1',
    '--no-baselines',
  ],
  ...['--encoder', 'mlp', '--encoder-option', 'hidden=32', '--encoder-option', 'gives=16'],
  ...['--option', 'headWidth=16', '--option', 'gives=8', '--checkpoint-every', '4'],
];

interface Outcome {
  hash: string;
  encoder: { checksum: string };
  curve: unknown[];
  metrics: Record<string, number>;
}

/** What must not differ: all but who ran it when, and how fast. */
function outcomeOf({ stdout }: Ended): Outcome {
  const { hash, encoder, curve, metrics } = JSON.parse(stdout) as Outcome;
  return { hash, encoder, curve, metrics };
}

/** Runs the program until it has taken some steps, and sends it a signal. */
async function stopped(signal: NodeJS.Signals, ...parameters: string[]): Promise<Ended> {
  const child = spawnProgram(['lab', ...parameters], place);
  const end = ended(child);
  let sent = false;
  child.stderr.on('data', (chunk: Buffer) => {
    const step = /step (\d+) of/.exec(chunk.toString())?.[1];
    if (sent || Number(step ?? 0) < 7) return;
    sent = true;
    child.kill(signal);
  });
  return end;
}

test('a run that was interrupted, or killed, ends with the bits of one that was not', async () => {
  const whole = await lab(...small, '--seed', '5', '--json');
  expect(whole.stderr).toBe('');
  const expected = outcomeOf(whole);
  expect(expected.curve).toHaveLength(180);

  const interrupted = await stopped('SIGINT', ...small, '--seed', '5');
  expect(interrupted.code).toBe(130);
  expect(interrupted.stdout).toMatch(/Interrupted after step \d+ of 180\. .*broadsheet lab resume \w{8}/);
  expect((await lab('list')).stdout).toContain('Interrupted (broadsheet lab resume HASH)');
  const resumed = await lab('resume', '--threads', '1', '--json');
  expect(outcomeOf(resumed)).toEqual(expected);
  expect((await lab('resume')).code).toBe(2);

  const killed = await stopped('SIGKILL', ...small, '--seed', '5');
  expect(killed.signal).toBe('SIGKILL');
  expect(outcomeOf(await lab(...small, '--seed', '5', '--resume', '--json'))).toEqual(expected);
});

test('one’s own folder of images is learnt from, and shows neighbours and clusters by the encoder that came out', async () => {
  const folder = join(place.folder, 'images');
  await mkdir(folder);
  for (let i = 0; i < 40; i++) {
    // Stripes of two directions, each a little different.
    const data = Uint8Array.from({ length: 20 * 20 * 3 }, (_, at) => {
      const [row, column] = [Math.floor(at / 60), Math.floor(at / 3) % 20];
      return ((i % 2 === 0 ? row : column) + i) % 6 < 3 ? 220 - i : 20 + i;
    });
    const name = `${i % 2 === 0 ? 'lying' : 'standing'}-${String(i).padStart(2, '0')}.png`;
    await writeFile(join(folder, name), encodePng({ width: 20, height: 20, channels: 3, data }));
  }
  await writeFile(join(folder, 'broken.png'), 'no picture');
  const encoder = join(place.folder, 'encoder.safetensors');
  const run = await lab(
    ...[
      'run',
      'simclr',
      '--data',
      folder,
      '--image-size',
      '16',
      '--batch',
      '20',
      '--epochs',
      '3',
      '--threads',
      '1',
    ],
    ...[
      '--encoder',
      'mlp',
      '--encoder-option',
      'hidden=32',
      '--encoder-option',
      'gives=16',
      '--save',
      encoder,
    ],
  );
  expect(run.stderr).toContain('broken.png: neither PNG nor JPEG');
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('The encoder is in');

  const asked = await lab('neighbours', encoder, folder, '--of', 'lying-00', '--count', '3', '--json');
  const [found] = JSON.parse(asked.stdout) as {
    of: string;
    neighbours: { name: string; similarity: number }[];
  }[];
  expect(found?.of).toBe('lying-00.png');
  expect(found?.neighbours.map(({ name }) => name)).toHaveLength(3);
  expect(found?.neighbours.every(({ name }) => name.startsWith('lying'))).toBe(true);

  const groups = await lab('clusters', encoder, folder, '--clusters', '4', '--json');
  const clusters = JSON.parse(groups.stdout) as { members: string[] }[];
  expect(clusters.flatMap(({ members }) => members)).toHaveLength(40);

  const vectors = join(place.folder, 'vectors.safetensors');
  expect((await lab('encode', encoder, folder, '--out', vectors)).stdout).toContain(
    '40 vectors of 16 numbers',
  );
  expect((await readFile(vectors)).length).toBeGreaterThan(40 * 16 * 4);
  expect((await readdir(place.folder)).filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('runs with the same seeds are compared, and not run again', async () => {
  const flags = small.slice(2);
  const again = () =>
    lab('compare', 'none', 'simclr', ...flags.filter((flag) => !/checkpoint|^4$/.test(flag)), '--seeds', '2');
  const first = await again();
  expect(first.stdout).toMatch(/none +\| +2 \|/);
  expect(first.stdout).toMatch(/simclr less none: .*linear probe [+-]\d/);
  const second = await again();
  expect(second.stderr).toBe('');
  expect(second.stdout).toBe(first.stdout);
});

test('a record is shown again, with its curve as a picture', async () => {
  const run = await lab(...small, '--seed', '5', '--epochs', '1', '--json');
  const { id } = JSON.parse(run.stdout) as { id: string };
  const picture = join(place.folder, 'loss.svg');
  const shown = await lab('show', id.slice(0, 13), '--plot', picture, '--json');
  expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(run.stdout));
  expect(await readFile(picture, 'utf8')).toMatch(/^<svg .*loss over step\. simclr: from /s);
  expect((await lab('show', id)).stdout).toContain(`Record ${id}`);
  expect((await lab('show', 'nothing')).code).toBe(2);
});

test('a run that diverges says at which step, and what to try', async () => {
  const { code, stderr } = await lab(...small, '--learning-rate', '1e30', '--warm-up', '0', '--seed', '9');
  expect(stderr).toMatch(/Step \d+: the loss is .*learning rate/s);
  expect(code).toBe(1);
});

test.each([
  [['run', 'simclir'], /There is no method simclir\. There are: simclr/],
  [['run', 'simclr', '--option', 'temprature=1'], /no option "temprature"\. Did you mean temperature\?/],
  [['run', 'simclr', '--data', 'nowhere'], /no data named nowhere.*digits/s],
  [['run', 'simclr', '--limit', '40'], /40 inputs.*--batch 32/],
  [['run', 'simclr', '--encoder', 'bert'], /For images there are: resnet/],
  [['run', 'simclr', '--data', 'cifar10', '--data-folder', '/nowhere'], /cifar10\/train_12000.*SHA-256/s],
  [['neighbours', 'package.json', 'digits'], /safetensors|encoder/],
  [['report', 'nothing'], /There is no recipe for nothing/],
])('used wrongly, the laboratory says what to do instead: %j', async (parameters, says) => {
  const { code, stderr, stdout } = await lab(...parameters);
  expect(stderr).toMatch(says);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
