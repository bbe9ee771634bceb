/**
 * The tensors of the tasks in files, so that stacks in other processes and languages start from the same bits. For each
 * task `NAME.bin` has the tensors one after another, little-endian; `manifest.json` says where each begins, and gives
 * the constants of the steps to those who cannot import steps.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sizeOf, type Declared } from './declared.ts';
import { micros, type MicroName } from './micro.ts';
import { adam, conv, normEpsilon, simclr, steps, text, tfm, tinyNorm, type StepName } from './steps.ts';

export type TaskName = StepName | MicroName;

export const stepNames = Object.keys(steps) as StepName[];
export const microNames = Object.keys(micros) as MicroName[];

export function isStep(name: TaskName): name is StepName {
  return name in steps;
}

export interface Value {
  shape: number[];
  type: Declared['type'];
  learnt: boolean;
  data: Float32Array | Int32Array;
}

interface Placed {
  shape: readonly number[];
  type: Declared['type'];
  learnt: boolean;
  /** In bytes. */
  offset: number;
}

export function writeValues(folder: string, names: readonly TaskName[]): void {
  const tasks: Record<string, Record<string, Placed>> = {};
  for (const name of names) {
    const placed: Record<string, Placed> = (tasks[name] = {});
    const parts: Uint8Array[] = [];
    let offset = 0;
    for (const [tensor, { shape, type, learnt, fill }] of Object.entries(tensorsOf(name))) {
      const data = new (type === 'float32' ? Float32Array : Int32Array)(sizeOf(shape));
      fill(data);
      placed[tensor] = { shape, type, learnt, offset };
      parts.push(new Uint8Array(data.buffer));
      offset += data.byteLength;
    }
    writeFileSync(join(folder, `${name}.bin`), Buffer.concat(parts));
  }
  const constants = { adam, normEpsilon, tinyNorm, simclr, conv, text, tfm };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ constants, tasks }));
}

export function readValues(folder: string, name: TaskName): Record<string, Value> {
  const { tasks } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    tasks: Record<string, Record<string, Placed>>;
  };
  const placed = tasks[name];
  if (placed === undefined) throw new Error(`${folder} has no values of ${name}.`);
  const { buffer, byteOffset } = readFileSync(join(folder, `${name}.bin`));
  return Object.fromEntries(
    Object.entries(placed).map(([tensor, { shape, type, learnt, offset }]) => {
      const kind = type === 'float32' ? Float32Array : Int32Array;
      const data = new kind(buffer, byteOffset + offset, sizeOf(shape));
      return [tensor, { shape: [...shape], type, learnt, data }];
    }),
  );
}

function tensorsOf(name: TaskName): Readonly<Record<string, Declared>> {
  return isStep(name) ? steps[name].tensors : micros[name].tensors;
}
