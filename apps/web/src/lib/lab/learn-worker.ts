// The thread that learns, so that the page stays alive: one run in its life. It follows wishes and tells news.
import { DivergenceError, OptionError, beginTraining, train, type TrainingState } from '@broadsheet/methods';
import {
  copyParameters,
  dispose,
  EmbeddingTable,
  leavesOf,
  start,
  tensor,
  type Parameters,
} from '@broadsheet/tensor';
import digitsAddress from '../../../../../data/digits.safetensors.gz?url';
import { pixelsOfDigit } from './digit-size.ts';
import { openDigits } from './digits.ts';
import { Looker } from './look-at-encoder.ts';
import type { News, RunWish, StepNews, Trouble, Wish } from './messages.ts';
import { planRun } from './plan-run.ts';

/** Milliseconds of learning, after which wishes are listened to and news told. */
const patience = 50;
/** Looking takes a sixth of the time at most, and happens every second and a half at most. */
const leastBetweenLooks = 1_500;
const learningPerLooking = 5;
const mostThreads = 4;

/** How far the page lets it go, and who waits for more. */
let until = 0;
let goOn = (): void => {};

addEventListener('message', ({ data }: MessageEvent<Wish>) => {
  switch (data.kind) {
    case 'begin':
      void learn(data.run).catch((error: unknown) => tell({ kind: 'failed', ...troubleOf(error) }));
      break;
    case 'go':
      until = data.until;
      goOn();
      break;
    case 'rest':
      until = 0;
  }
});

function tell(news: News): void {
  postMessage(news);
}

async function learn(wish: RunWish): Promise<void> {
  const [backend, { learning, heldOut }] = await Promise.all([
    start({ backend: wish.backend, threads: Math.min(mostThreads, navigator.hardwareConcurrency) }),
    fetchDigits(),
  ]);
  const images = tensor(learning.pixels, [learning.n, 28, 28, 1]);
  const { plan, encoder } = planRun(wish, images, learning.labels);
  const state = beginTraining(plan);
  const looker = new Looker(encoder, images, learning, heldOut);
  tell({
    kind: 'ready',
    facts: {
      computesOn:
        backend.name === 'webgpu'
          ? 'the graphics processor'
          : backend.threads === 1
            ? 'one thread'
            : `${backend.threads} threads`,
      threads: backend.threads,
      isolated: crossOriginIsolated,
      steps: plan.steps,
      perEpoch: plan.batches.perEpoch,
      learning: learning.n,
      heldOut: heldOut.n,
      parameters: parametersIn(state.parameters.encoder),
      known: looker.known,
      asked: looker.asked,
      pictures: heldOut.pixels.slice(0, looker.asked * pixelsOfDigit),
      labels: Uint8Array.from(heldOut.labels.subarray(0, looker.asked)),
    },
  });
  const untrained = copyParameters(state.parameters.encoder);
  let pending: StepNews[] = [];
  let [seconds, looking] = [0, 0];
  const flush = (): void => {
    tell({ kind: 'steps', steps: pending, seconds, busySeconds: seconds + looking });
    pending = [];
  };
  let nextLook = 0;
  const look = async (encoderThen: Parameters, then: Pick<TrainingState, 'step'>): Promise<void> => {
    const found = await looker.look(encoderThen, then.step === 0 ? null : state.moments, then.step);
    looking += found.seconds;
    nextLook = performance.now() + Math.max(leastBetweenLooks, learningPerLooking * 1000 * found.seconds);
    tell({ kind: 'look', look: found });
  };
  await allowed(1);
  let begun = performance.now();
  let [told, breathed] = [begun, begun];
  for await (const { step, loss, learningRate, readings } of train(plan, state)) {
    let now = performance.now();
    seconds += (now - begun) / 1000;
    pending.push({ step, loss, learningRate, readings });
    if (step === 1) {
      flush();
      await look(untrained, { step: 0 });
      dispose(untrained);
    } else if (now - told > patience) {
      flush();
      told = now;
    }
    if (now - breathed > patience) {
      await breathe();
      breathed = now;
    }
    const last = step === plan.steps;
    const turnIsOver = step === until;
    if (last || turnIsOver || performance.now() > nextLook) {
      flush();
      // The first step has changed next to nothing, and its turn should be over soon.
      if (step > 1 || last) await look(state.parameters.encoder, state);
      await breathe();
    }
    if (!last && step >= until) {
      flush();
      tell({ kind: 'resting', step });
      await allowed(step + 1);
    }
    now = performance.now();
    begun = now;
  }
  tell({ kind: 'done' });
}

async function fetchDigits(): ReturnType<typeof openDigits> {
  const answer = await fetch(digitsAddress);
  if (!answer.ok) throw new Error(`The digits could not be fetched (${answer.status}). Load the page again.`);
  return openDigits(new Uint8Array(await answer.arrayBuffer()));
}

function parametersIn(tree: Parameters): number {
  return leavesOf(tree).reduce(
    (total, [, leaf]) => total + (leaf instanceof EmbeddingTable ? leaf.weights : leaf).size,
    0,
  );
}

/** Waits until the page lets it take this step. */
async function allowed(step: number): Promise<void> {
  while (step > until) await new Promise<void>((more) => (goOn = more));
}

/** Lets wishes in. A message comes at once, where a timer would wait for some milliseconds. */
function breathe(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((rested) => {
    port1.onmessage = () => {
      port1.close();
      rested();
    };
    port2.postMessage(null);
  });
}

function troubleOf(error: unknown): { trouble: Trouble; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof DivergenceError) return { trouble: 'diverged', message };
  if (error instanceof OptionError) return { trouble: 'option', message };
  if (/memory/i.test(message)) return { trouble: 'memory', message };
  if (/webgpu|gpu/i.test(message)) return { trouble: 'webgpu', message };
  return { trouble: 'other', message };
}
