/** jax-js's side of the tensor benchmark: its Wasm back end in Node. */
import { answer } from './peer.ts';
import { provideWebWorkers } from './web-worker.ts';

await answer(async (threads) => {
  // jax-js decides when it is loaded whether it has workers.
  if (threads > 1) provideWebWorkers(threads);
  const { openJaxJs } = await import('./jax-js-stack.ts');
  return openJaxJs();
});
