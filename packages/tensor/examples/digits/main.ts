// Learns handwritten digits at the shell: npm run digits -w packages/tensor -- --epochs 5 --threads 2
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { random, start } from '@broadsheet/tensor';
import { readDigits } from './digits.ts';
import { examine } from './examine.ts';
import { initialise } from './model.ts';
import { train } from './train.ts';

const help = `Learns to read handwritten digits, and tests itself on others.

  --epochs N     how often every digit is seen (3)
  --threads N    how many threads compute (as many as there are cores, at most 4)
  --backend B    wasm or webgpu (wasm)
  --seed N       begins elsewhere, with other numbers drawn (1)

Ctrl-C stops learning and tests what is there; twice stops at once.
`;

const { values } = parseArgs({
  options: {
    epochs: { type: 'string', default: '3' },
    threads: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    backend: { type: 'string', default: 'wasm' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h' },
  },
});

function whole(name: 'epochs' | 'threads' | 'seed'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`--${name} is a whole number above 0, not "${values[name]}".`);
}

function write(text: string): void {
  process.stdout.write(text);
}

async function learn(): Promise<void> {
  const { backend } = values;
  if (backend !== 'wasm' && backend !== 'webgpu')
    throw new Error(`--backend is wasm or webgpu, not "${backend}".`);
  const epochs = whole('epochs');
  const key = random.key(whole('seed'));
  const { threads } = await start({ backend, threads: whole('threads') });
  const packed = await readFile(new URL('../../../../data/digits.safetensors.gz', import.meta.url));
  const { learning, heldOut } = await readDigits(new Uint8Array(packed));
  const show = (share: number): string => `${(100 * share).toFixed(1)} %`;
  write(
    `${learning.labels.length} digits to learn from, ${heldOut.labels.length} held out; ${backend}, threads: ${threads}.\n`,
  );

  let stopped = false;
  process.once('SIGINT', () => (stopped = true));
  const begin = performance.now();
  const seconds = (): string => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  const model = initialise(random.fold(key, 0));
  let smooth: number | null = null;
  for await (const { epoch, step, steps, loss } of train(model, learning, { epochs, key })) {
    smooth = smooth === null ? loss : 0.95 * smooth + 0.05 * loss;
    const line = `epoch ${epoch}  step ${step}/${steps}  loss ${smooth.toFixed(3)}  ${seconds()}`;
    const last = step % (steps / epochs) === 0;
    if (process.stdout.isTTY) write(`\r${line}${last ? '\n' : ''}`);
    else if (last) write(`${line}\n`);
    // Lets Ctrl-C in.
    await setImmediate();
    if (stopped) break;
  }
  const learnt = seconds();
  const { accuracy } = await examine(model, heldOut);
  write(`${stopped ? '\nStopped. ' : ''}${show(accuracy)} of held-out digits are right, after ${learnt}.\n`);
}

if (values.help === true) write(help);
else
  await learn().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
