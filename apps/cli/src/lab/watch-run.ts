import { styleText } from 'node:util';
import type { StepReport } from '@broadsheet/methods';
import { bar } from '../progress.ts';
import { brailleChart } from './braille-chart.ts';

/** Shows a run while it goes. */
export interface Watch {
  step(report: StepReport): void;
  /** A sentence that stays. */
  say(sentence: string): void;
  /** Leaves what was shown last. */
  end(): void;
}

const period = 250;
const height = 6;

/**
 * On a terminal the loss as a moving curve with rate and time left; elsewhere a plain line now and then. All of it on
 * standard error, so that a result on standard output stays alone. NO_COLOR is minded.
 */
export function watchRun(stream: NodeJS.WriteStream = process.stderr, quiet = false): Watch {
  return stream.isTTY ? onTerminal(stream) : inLines(stream, quiet);
}

function onTerminal(stream: NodeJS.WriteStream): Watch {
  const losses: number[] = [];
  const pace = makePace();
  let drawn = 0;
  let shown = -Infinity;
  const draw = (report: StepReport): void => {
    const width = Math.max(20, Math.min(100, stream.columns || 80) - 12);
    const high = Math.max(...losses.slice(-10_000));
    const low = Math.min(...losses.slice(-10_000));
    const chart = brailleChart(losses, width, height).map((line, i) => {
      const scale = i === 0 ? high.toPrecision(4) : i === height - 1 ? low.toPrecision(4) : '';
      return `${scale.padStart(9)} ${styleText('cyan', line, { stream })}`;
    });
    const facts = `${bar(report.step / report.steps)} step ${report.step} of ${report.steps}  loss ${report.loss.toFixed(4)}  ${pace.words(report)}`;
    const lines = [...chart, facts.slice(0, (stream.columns || 80) - 1)];
    stream.write(`${drawn > 0 ? `\x1b[${drawn}A` : ''}${lines.map((line) => `\x1b[2K${line}\n`).join('')}`);
    drawn = lines.length;
  };
  return {
    step(report) {
      losses.push(report.loss);
      pace.step(report);
      const now = performance.now();
      if (now - shown < period && report.step !== report.steps) return;
      shown = now;
      draw(report);
    },
    say(sentence) {
      stream.write(`${sentence}\n`);
      drawn = 0;
    },
    end() {
      drawn = 0;
    },
  };
}

function inLines(stream: NodeJS.WriteStream, quiet: boolean): Watch {
  const pace = makePace();
  let next = 0;
  return {
    step(report) {
      pace.step(report);
      if (quiet || (report.step < next && report.step !== report.steps)) return;
      next = report.step + Math.max(1, Math.ceil(report.steps / 20));
      stream.write(
        `step ${report.step} of ${report.steps}, loss ${report.loss.toFixed(4)}, ${pace.words(report)}\n`,
      );
    },
    say(sentence) {
      if (!quiet) stream.write(`${sentence}\n`);
    },
    end() {},
  };
}

/** Steps a second of late, and how long the rest takes at that. */
function makePace(): { step(report: StepReport): void; words(report: StepReport): string } {
  const times: number[] = [];
  return {
    step() {
      times.push(performance.now());
      if (times.length > 50) times.shift();
    },
    words({ step, steps }) {
      const [first, last] = [times[0], times.at(-1)];
      if (first === undefined || last === undefined || last <= first) return '';
      const rate = ((times.length - 1) * 1000) / (last - first);
      return `${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)} steps/s, ${span((steps - step) / rate)} left`;
    },
  };
}

/** `2 h 5 min`, `3 min 20 s` or `12 s`. */
export function span(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
