import type { RunRecord } from '../run/run-record.ts';
import { linePlot, type LinePlotOptions } from './line-plot.ts';

/** The loss curves of runs, a line each. */
export function lossPlot(
  runs: readonly { readonly label: string; readonly curve: RunRecord['curve'] }[],
  options: Pick<LinePlotOptions, 'id'> & Partial<LinePlotOptions>,
): string {
  return linePlot(
    runs.map(({ label, curve }) => ({
      label,
      x: curve.map(({ step }) => step),
      y: curve.map(({ loss }) => loss),
    })),
    { title: 'Loss while learning', xName: 'step', yName: 'loss', ...options },
  );
}
