/**
 * `npm run test:torch`: computes every case with this engine and with PyTorch, shows the worst error of each operation, and
 * tells whether the golden file is still what PyTorch gives. `-- --write` makes the golden file anew. Ends with 1 where
 * something is wrong, or where there is no PyTorch.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hasRelaxedSimd, type Build } from '../../backends/wasm/load-kernels.ts';
import { start } from '../../backends/start.ts';
import { askTorch, findTorch } from './ask-torch.ts';
import { caseErrors, worstOf } from './case-errors.ts';
import { cases } from './cases.ts';
import { goldenFile, hashOf } from './golden-file.ts';
import { readAnswers, type TorchAnswers } from './read-answers.ts';
import { writeRequests } from './requests.ts';
import { runCase } from './run-case.ts';
import { staleCases } from './stale-cases.ts';
import { operationOf, usualTolerance } from './torch-case.ts';

interface Row {
  cases: number;
  ours: number;
  torch: number;
}

const noTorch = `There is no PyTorch to compare with: neither /usr/bin/python3 nor the python3 on the PATH imports torch.
On Debian or Ubuntu:  apt-get install --no-install-recommends python3-torch python3-numpy
Elsewhere:            python3 -m pip install torch numpy
Without it, npm test compares with what PyTorch answered when the golden file was made.
`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(write: boolean): Promise<number> {
  const python = findTorch();
  if (python === null) {
    process.stderr.write(noTorch);
    return 1;
  }
  await start();
  const requests = writeRequests();
  const answers = askTorch(python, requests);
  const [right, single] = [readAnswers(answers.float64), readAnswers(answers.float32)];
  say(`PyTorch ${right.version} in float64 against this engine, ${Object.keys(cases).length} cases.`);
  const { rows, wrong } = await compare(right, single);
  showRows(rows);
  for (const line of wrong) say(`WRONG: ${line}`);
  if (write && wrong.length === 0) {
    writeFileSync(goldenFile, answers.float64);
    say(`Wrote ${goldenFile}.`);
    return 0;
  }
  const old = write ? [] : outOfDate(right, hashOf(requests));
  for (const line of old) say(line);
  return wrong.length + old.length > 0 ? 1 : 0;
}

/** With the kernels of each build, one of them on two threads. */
async function compare(
  right: TorchAnswers,
  single: TorchAnswers,
): Promise<{ rows: Map<string, Row>; wrong: string[] }> {
  const rows = new Map<string, Row>();
  const wrong: string[] = [];
  const builds: Build[] = hasRelaxedSimd() ? ['plain', 'fused'] : ['plain'];
  for (const build of builds) {
    const backend = await start({ build, threads: build === 'fused' ? 2 : 1 });
    for (const [name, torchCase] of Object.entries(cases)) {
      const { tolerance = usualTolerance, floor } = torchCase;
      const expected = right.cases.get(name) ?? new Map();
      const errors = caseErrors(await runCase(torchCase), expected, floor);
      for (const [result, error] of errors)
        if (!(error <= tolerance))
          wrong.push(`${name}, ${result}, ${build}: ${shown(error)}; ${shown(tolerance)} is allowed`);
      const torch = worstOf(caseErrors(single.cases.get(name) ?? new Map(), expected, floor));
      const row = rows.get(operationOf(name)) ?? { cases: 0, ours: 0, torch: 0 };
      row.cases += build === 'plain' ? 1 : 0;
      row.ours = Math.max(row.ours, worstOf(errors).error);
      row.torch = Math.max(row.torch, torch.error);
      rows.set(operationOf(name), row);
    }
    await backend.stop();
  }
  return { rows, wrong };
}

function showRows(rows: ReadonlyMap<string, Row>): void {
  say('The greatest relative errors, of results, gradients and second gradients:');
  say(
    `${'operation'.padEnd(22)}${'cases'.padStart(6)}${'ours'.padStart(10)}${'float32 of PyTorch'.padStart(21)}`,
  );
  for (const [name, { cases: count, ours, torch }] of rows)
    say(name.padEnd(22) + String(count).padStart(6) + shown(ours).padStart(10) + shown(torch).padStart(21));
}

function shown(error: number): string {
  return error === 0 ? '0' : error.toExponential(1);
}

function outOfDate(right: TorchAnswers, requests: string): string[] {
  const remedy = 'Make it anew with: npm run test:torch -- --write';
  if (!existsSync(goldenFile)) return [`There is no golden file. ${remedy}`];
  const golden = readAnswers(readFileSync(goldenFile));
  const stale = staleCases(golden, right);
  if (stale.length > 0)
    return [`The golden file (PyTorch ${golden.version}) differs in: ${stale.join('; ')}. ${remedy}`];
  if (golden.requests !== requests) return [`The golden file was made for other inputs. ${remedy}`];
  say(`The golden file (PyTorch ${golden.version}) is what PyTorch ${right.version} gives.`);
  return [];
}

process.exitCode = await main(process.argv.includes('--write'));
