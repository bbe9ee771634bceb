import type { Interval } from '../measures/bootstrap.ts';

/** `.373`, `1.000`: three digits, as retrieval writes them. */
export function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3).replace(/^0\./, '.') : '–';
}

/** `+.031`, `−.004` */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${figure(Math.abs(value))}`;
}

/** `.373 (.339 to .407)` */
export function withInterval({ mean, low, high }: Interval): string {
  return `${figure(mean)} (${figure(low)} to ${figure(high)})`;
}

/** `+.031 (+.012 to +.050)` */
export function signedInterval({ mean, low, high }: Interval): string {
  return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
}
