import { seededRandom } from './seeded-random.ts';

/** What can go wrong between a service and whoever asks it. */
export const faults = [
  /** 429 with `Retry-After`. */
  'too-many',
  /** 503. */
  'unavailable',
  /** A page of HTML with status 200, as proxies and overloaded services send it. */
  'html',
  /** The right body under a wrong content type. */
  'wrong-type',
  /** Nothing wrong: the body is packed. */
  'gzip',
  /** 302 to the same place. */
  'redirect',
  /** The body in ten pieces with pauses of 5 ms (real ones) between them. */
  'drip',
  /** The connection breaks in the middle of the body. */
  'cut',
  /** The body ends in the middle, with rubbish behind it, as if it were whole. */
  'broken',
] as const;
export type Fault = (typeof faults)[number];

/** The next requests of a service that go wrong. */
export interface PlannedFault {
  service: string;
  fault: Fault;
  /** Requests. Default 1. */
  times?: number;
  /** `Retry-After` in seconds, for `too-many` (default 30) and `unavailable` (default none). */
  retryAfter?: number;
  /** Only requests whose path matches. */
  path?: RegExp;
}

export interface RandomFaults {
  seed: number;
  /** Share of requests that go wrong, 0 to 1. */
  rate: number;
  /** Default: all kinds. */
  faults?: readonly Fault[];
}

export interface FaultPlan {
  plan(fault: PlannedFault): void;
  /** From now on, requests of all services go wrong by chance. */
  atRandom(options: RandomFaults): void;
  /** Nothing goes wrong any more. */
  calm(): void;
  /** The fault for a request, if it is to have one; it counts as used. */
  take(service: string, path: string): Pick<PlannedFault, 'fault' | 'retryAfter'> | null;
}

export function faultPlan(): FaultPlan {
  let planned: (PlannedFault & { left: number })[] = [];
  let chance: (() => Fault | null) | null = null;
  return {
    plan(fault) {
      planned.push({ ...fault, left: fault.times ?? 1 });
    },
    atRandom({ seed, rate, faults: kinds = faults }) {
      const random = seededRandom(seed);
      chance = () => (random() < rate ? (kinds[Math.floor(random() * kinds.length)] ?? null) : null);
    },
    calm() {
      planned = [];
      chance = null;
    },
    take(service, path) {
      const due = planned.find(
        (candidate) =>
          candidate.left > 0 && candidate.service === service && (candidate.path?.test(path) ?? true),
      );
      if (due !== undefined) {
        due.left--;
        return due;
      }
      const fault = chance?.() ?? null;
      return fault === null ? null : { fault };
    },
  };
}
