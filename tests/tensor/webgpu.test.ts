import { start } from '@broadsheet/tensor';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import type { LossMessages, MemoryMessages } from './page/failing-device.ts';
import type { Messages } from './page/messages.ts';
import type { FamilyReport } from './page/run-family.ts';
import type { Run } from './page/train.ts';
import { callIn, openBrowser, type Pages } from './pages.ts';
import { servePackage, type Served } from './serve-package.ts';

// WebGPU against WebAssembly in a real Chromium. Its GPU is SwiftShader, which computes on the processor: that proves
// results, and says nothing of speed.
const software = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

let served: Served;
let browser: Pages;
let page: Page;
let adapter: string | null;

beforeAll(async () => {
  served = await servePackage(true);
  browser = await openBrowser(...software);
  page = await browser.open(served.address);
  adapter = await page.evaluate(async () => {
    const { gpu } = navigator as unknown as {
      gpu?: { requestAdapter(): Promise<{ info: { vendor: string; architecture: string } } | null> };
    };
    const found = await gpu?.requestAdapter();
    return found ? `${found.info.vendor} ${found.info.architecture}` : null;
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** CHROMIUM may name a browser without a software adapter; then there is nothing to compare with. */
function needAdapter(context: TestContext): void {
  if (adapter === null)
    context.skip('This Chromium offers no WebGPU adapter, not even SwiftShader: WebGPU was not tested.');
}

describe('every kernel gives on WebGPU what it gives on WebAssembly', () => {
  const fallBacks: Readonly<Record<string, readonly string[]>> = {
    'functions of one tensor': [],
    'functions of two tensors': [],
    'views, copies and kinds': ['cast', 'copy', 'fill'],
    'matrix products': [],
    reductions: ['cumulativeSum', 'sort'],
    'softmax and losses': [],
    normalisations: [],
    'tables and optimisers': ['gather', 'sort'],
    'random streams': ['random', 'sort'],
    'convolution and pooling': [],
  };
  test.for(Object.entries(fallBacks))('%s', { timeout: 60_000 }, async ([family, expected], context) => {
    needAdapter(context);
    const report = await callIn<FamilyReport>(page, 'run-family.ts', 'runFamily', family);
    expect(report.outcomes.filter(({ passed }) => !passed)).toEqual([]);
    expect(report.outcomes.length).toBeGreaterThan(2);
    expect(report.fallBacks).toEqual(expected);
  });
});

/** Trains in the page; the loss is read after every so many steps. */
function train(backend: string, model: string, steps: number, readEvery: number): Promise<Run> {
  return callIn(page, 'train.ts', 'train', { backend }, model, steps, readEvery);
}

describe('training on WebGPU', () => {
  test.for([
    ['mlp', 30],
    ['convNet', 10],
  ] as const)(
    'of %s takes the same course as on WebAssembly',
    { timeout: 60_000 },
    async ([model, steps], context) => {
      needAdapter(context);
      const [expected, found] = [
        await train('wasm', model, steps, 1),
        await train('webgpu', model, steps, 1),
      ];
      expect(found.losses).toHaveLength(steps);
      found.losses.forEach((loss, i) =>
        expect(loss, `step ${i + 1}`).toBeCloseTo(expected.losses[i] as number, 3),
      );
      expect(found.losses.at(-1)).toBeLessThan(found.losses[0] as number);
    },
  );

  test(
    'takes no more memory the longer it goes on, even where losses are seldom read',
    { timeout: 60_000 },
    async (context) => {
      needAdapter(context);
      const { memory } = await train('webgpu', 'mlp', 200, 20);
      for (const after of memory.slice(1)) expect(after).toEqual(memory[0]);
    },
  );
});

describe('when something is wrong', () => {
  test('errors say what to do, at the next read where nobody waited', async (context) => {
    needAdapter(context);
    const said = await callIn<Messages>(page, 'messages.ts', 'messages');
    expect(said.readNow).toContain('use `await tensor.data()`');
    expect(said.tooLarge).toMatch(/This GPU holds at most \d+ MiB in one tensor/);
    expect(said.failedInFallBack).toContain('sort: A kernel was called without its tensor 0');
    expect(said.badShader).toContain('softmax: the GPU’s compiler refused the shader nonsense');
    expect(said.readAfterFailure).toBe(2);
    expect(said.stopped).toContain('stop() was called');
  });

  test('a device that is lost is told of at every read, and start() gets another one', async (context) => {
    needAdapter(context);
    const said = await callIn<LossMessages>(page, 'failing-device.ts', 'loseDevice');
    const loss =
      'The GPU was lost, and every tensor on it: The driver stopped answering. Call start() again and load what was saved.';
    expect(said).toEqual({ pending: loss, later: loss, again: loss, afterStart: 10 });
  });

  test('a device without memory is told of at the next read, by the kernel that asked', async (context) => {
    needAdapter(context);
    const said = await callIn<MemoryMessages>(page, 'failing-device.ts', 'fillDevice');
    expect(said.full).toMatch(
      /^fill: the GPU has no memory left. 4 MiB more were asked for, \d+ MiB are taken. Use smaller batches, or scope\(\) what a step makes. \(Not enough memory left.\)$/,
    );
    expect(said.next).toBe(2);
  });

  test('Node is told that it has no WebGPU', async () => {
    await expect(start({ backend: 'webgpu' })).rejects.toThrow(
      /no WebGPU here.*WebAssembly computes everywhere/,
    );
  });

  test('a browser without an adapter is told apart', { timeout: 60_000 }, async () => {
    const plain = await openBrowser();
    try {
      const other = await plain.open(served.address);
      const message = await callIn<string>(other, 'messages.ts', 'messageOfStart');
      expect(message).toMatch(/offers no adapter|no WebGPU here/);
      expect(message).toContain('start()');
    } finally {
      await plain.close();
    }
  });
});
