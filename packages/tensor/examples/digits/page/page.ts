// The page: tells the thread that learns what is wanted, and shows what it hears.
import { drawCurve } from './curve.ts';
import type { Mistake, News, Wish } from './messages.ts';
import { makePad } from './pad.ts';
import { showDigit } from './show-digit.ts';

const epochs = 3;

function element<E extends HTMLElement = HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

const button = element<HTMLButtonElement>('learn');
const status = element('status');
const curve = element<HTMLCanvasElement>('curve');
const losses: number[] = [];
let steps = 0;
let learning = false;
let accuracy = 0;

const worker = new Worker(new URL(`./worker.ts${location.search}`, import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data }: MessageEvent<News>) => hear(data));
worker.addEventListener('error', ({ message }) => hear({ kind: 'failed', message }));

function ask(wish: Wish): void {
  worker.postMessage(wish);
}

button.addEventListener('click', () => {
  if (learning) return ask({ kind: 'stop' });
  learning = true;
  losses.length = 0;
  button.textContent = 'Stop';
  ask({ kind: 'learn', epochs });
});

const pad = makePad(element<HTMLCanvasElement>('pad'), (ink) => ask({ kind: 'classify', ink }));
element('clear').addEventListener('click', () => {
  pad.clear();
  element('answer').textContent = '';
});
addEventListener('resize', () => drawCurve(curve, losses, steps));

function hear(news: News): void {
  switch (news.kind) {
    case 'ready':
      button.disabled = false;
      status.textContent = `${news.learning} digits to learn from, ${news.heldOut} to test with; computed on ${news.computesOn}.`;
      break;
    case 'progress':
      losses.push(news.loss);
      steps = news.steps;
      status.textContent = `Epoch ${news.epoch} of ${epochs}, step ${news.step} of ${news.steps}.`;
      requestAnimationFrame(() => drawCurve(curve, losses, steps));
      break;
    case 'examined':
      accuracy = news.accuracy;
      element('accuracy').textContent = `${percent(accuracy)} of the held-out digits are right.`;
      element('mistakes').replaceChildren(...news.mistakes.map(figureOf));
      break;
    case 'done':
      learning = false;
      button.textContent = 'Learn again';
      status.textContent = `${losses.length} steps in ${news.seconds.toFixed(1)} s.`;
      curve.ariaLabel = `Loss by step: from ${losses[0]?.toFixed(2)} to ${losses.at(-1)?.toFixed(2)}.`;
      break;
    case 'classified':
      element('answer').textContent = answerOf(news.shares);
      break;
    case 'failed':
      button.disabled = true;
      status.textContent = news.message;
  }
}

function figureOf({ ink, is, takenFor }: Mistake): HTMLElement {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = `${is}, not ${takenFor}`;
  figure.append(showDigit(ink, `A ${is} taken for a ${takenFor}`), caption);
  return figure;
}

function answerOf(shares: Float32Array): string {
  const [first, second] = [...shares.entries()].sort(([, a], [, b]) => b - a) as [number, number][];
  return `A ${first?.[0]} (${percent(first?.[1] ?? 0)}), or else a ${second?.[0]} (${percent(second?.[1] ?? 0)}).`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
