import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as T from '../../index.ts';
import { hasRelaxedSimd } from '../../backends/wasm/load-kernels.ts';
import { caseErrors } from './case-errors.ts';
import { cases } from './cases.ts';
import { goldenFile, hashOf } from './golden-file.ts';
import { readAnswers } from './read-answers.ts';
import { writeRequests } from './requests.ts';
import { runCase } from './run-case.ts';
import { operationOf, usualTolerance, type TorchCase } from './torch-case.ts';

const golden = readAnswers(readFileSync(goldenFile));

for (const build of ['plain', 'fused'] as const)
  describe.skipIf(build === 'fused' && !hasRelaxedSimd())(`PyTorch's results, by ${build} kernels`, () => {
    let backend: Awaited<ReturnType<typeof T.start>>;

    beforeAll(async () => {
      backend = await T.start({ build });
    });

    afterAll(() => backend.stop());

    test.each(Object.keys(cases))('%s', async (name) => {
      const torchCase = cases[name] as TorchCase;
      const found = await runCase(torchCase);
      const errors = caseErrors(found, golden.cases.get(name) ?? new Map(), torchCase.floor);
      const { tolerance = usualTolerance } = torchCase;
      expect([...errors].filter(([, error]) => !(error <= tolerance))).toEqual([]);
    });
  });

test('the golden file answers these cases; if not, run npm run test:torch -- --write', async () => {
  await T.start();
  expect(golden.requests).toBe(hashOf(writeRequests()));
});

test('every operation is compared with PyTorch, except those that only make or copy', async () => {
  const constants = ['full', 'identity', 'ones', 'range', 'tensor', 'zeros'];
  const others = ['NotFiniteError', 'traceNotFinite', 'assign'];
  const folder = resolve(import.meta.dirname, '../../operations');
  const files = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'));
  const modules = await Promise.all(
    files.map(async (name) => (await import(resolve(folder, name))) as Record<string, unknown>),
  );
  const inside = new Set(modules.flatMap((module) => Object.values(module)));
  const operations = Object.entries(T).flatMap(([name, value]) => (inside.has(value) ? [name] : []));
  const compared = new Set(Object.keys(cases).map(operationOf));
  expect(operations.length).toBeGreaterThan(60);
  expect(new Set(operations.filter((name) => !compared.has(name)))).toEqual(
    new Set([...constants, ...others]),
  );
});
