import type { Plan } from '../plan.ts';
import type { Numeric } from '../steps.ts';
import type { View } from '../view.ts';
import { lanesFor, rowGroups, rowShader } from '../wgsl/row-shader.ts';

export interface RowProgram {
  readonly shader: string;
  readonly reads: Readonly<Record<string, View>>;
  readonly writes: Readonly<Record<string, View>>;
  readonly rows: number;
  readonly length: number;
  readonly numbers?: Readonly<Record<string, Numeric>>;
  /** WGSL as in `rowShader`. */
  readonly body: string;
}

/** Runs a program for each of `rows` rows of `length` elements. */
export function alongRows(
  plan: Plan,
  { shader, reads, writes, rows, length, numbers, body }: RowProgram,
): true {
  const lanes = lanesFor(length);
  plan.dispatch({
    shader: `${shader} ${lanes}`,
    reads,
    writes,
    numbers: { rows, length, ...numbers },
    groups: rowGroups(rows, lanes),
    code: () => rowShader(lanes, body),
  });
  return true;
}
