// The thread that learns, so that the page stays alive. It begins with ?threads= and ?backend= of its address.
import { random, scope, softmax, start, tensor } from '@broadsheet/tensor';
import { readDigits, type Digits } from '../digits.ts';
import { examine } from '../examine.ts';
import { initialise, logits, type Model } from '../model.ts';
import { train } from '../train.ts';
import type { Mistake, News, Wish } from './messages.ts';

const shownMistakes = 24;
/** Milliseconds of learning, after which messages are looked at. */
const patience = 50;

let model: Model;
let stopped = false;

const digits = begin();
digits.catch(fail);
addEventListener('message', ({ data }: MessageEvent<Wish>) => void follow(data).catch(fail));

function tell(news: News): void {
  postMessage(news);
}

function fail(error: Error): void {
  tell({ kind: 'failed', message: error.message });
}

async function begin(): Promise<{ learning: Digits; heldOut: Digits }> {
  const wished = new URLSearchParams(location.search);
  const backend = await start({
    backend: wished.get('backend') === 'webgpu' ? 'webgpu' : 'wasm',
    threads: Number(wished.get('threads') ?? Math.min(4, navigator.hardwareConcurrency)),
  });
  model = initialise(random.key(1));
  const packed = await fetch('/data/digits.safetensors.gz');
  const { learning, heldOut } = await readDigits(new Uint8Array(await packed.arrayBuffer()));
  tell({
    kind: 'ready',
    computesOn:
      backend.name === 'webgpu'
        ? 'the GPU'
        : backend.threads === 1
          ? 'one thread'
          : `${backend.threads} threads`,
    learning: learning.labels.length,
    heldOut: heldOut.labels.length,
  });
  return { learning, heldOut };
}

async function follow(wish: Wish): Promise<void> {
  const { learning, heldOut } = await digits;
  if (wish.kind === 'stop') stopped = true;
  else if (wish.kind === 'classify') await classify(wish.ink);
  else await learn(learning, heldOut, wish.epochs);
}

async function learn(learning: Digits, heldOut: Digits, epochs: number): Promise<void> {
  stopped = false;
  const key = random.key(Date.now());
  model = initialise(random.fold(key, 0));
  const begun = performance.now();
  let looked = begun;
  for await (const progress of train(model, learning, { epochs, key })) {
    tell({ kind: 'progress', ...progress });
    if (progress.step % (progress.steps / epochs) === 0) await test(heldOut);
    if (performance.now() - looked > patience) {
      await new Promise((later) => setTimeout(later));
      looked = performance.now();
    }
    if (stopped) break;
  }
  if (stopped) await test(heldOut);
  tell({ kind: 'done', seconds: (performance.now() - begun) / 1000 });
}

async function test(heldOut: Digits): Promise<void> {
  const { given, accuracy } = await examine(model, heldOut);
  const images = await heldOut.images.data();
  const mistakes: Mistake[] = [];
  for (const [i, is] of heldOut.labels.entries()) {
    if (given[i] === is) continue;
    if (mistakes.length === shownMistakes) break;
    mistakes.push({ ink: images.slice(i * 784, (i + 1) * 784), is, takenFor: given[i] as number });
  }
  tell({ kind: 'examined', accuracy, mistakes });
}

async function classify(ink: Float32Array): Promise<void> {
  const shares = scope(() => softmax(logits(model, tensor(ink, [1, 28, 28, 1]))));
  tell({ kind: 'classified', shares: await shares.data() });
  shares.dispose();
}
