import {
  encodeAll,
  nearestNeighbours,
  neighbourProbe,
  rankMe,
  ridgeProbe,
  type Net,
  type RunningMoments,
} from '@broadsheet/methods';
import { slice, tensor, type Parameters, type Tensor } from '@broadsheet/tensor';
import { pixelsOfDigit } from './digit-size.ts';
import type { Digits } from './digits.ts';
import { layOver } from './lay-over.ts';
import type { Look } from './messages.ts';
import { principalPlane } from './principal-plane.ts';

/** Few enough that a phone looks at them in a second or two. */
const mostKnown = 1_500;
const mostAsked = 500;
/** Neighbours that vote for a digit's class, and those that are shown. */
const voting = 20;
const shown = 5;

/** Looks at an encoder now and then, always at the same digits. */
export class Looker {
  readonly known: number;
  readonly asked: number;
  readonly #encoder: Net;
  readonly #knownImages: Tensor;
  readonly #askedImages: Tensor;
  readonly #knownLabels: Int32Array;
  readonly #askedLabels: Int32Array;
  readonly #queries: readonly number[];
  #map: Float32Array<ArrayBuffer> | null = null;

  /** @param images uint8 [n, 28, 28, 1], those of `learning`: its first ones are the known digits. */
  constructor(encoder: Net, images: Tensor, learning: Digits, heldOut: Digits) {
    this.known = Math.min(mostKnown, learning.n);
    this.asked = Math.min(mostAsked, heldOut.n);
    this.#encoder = encoder;
    this.#knownImages = slice(images, [0, this.known]);
    this.#askedImages = tensor(heldOut.pixels.slice(0, this.asked * pixelsOfDigit), [this.asked, 28, 28, 1]);
    this.#knownLabels = learning.labels.slice(0, this.known);
    this.#askedLabels = heldOut.labels.slice(0, this.asked);
    const labels = [...this.#askedLabels];
    this.#queries = [...new Set(labels)].sort((a, b) => a - b).map((label) => labels.indexOf(label));
  }

  /**
   * @param moments of the encoder's batch norms; an untrained encoder has none, and takes those of what it sees
   * @param step when this is, 0 before the first
   */
  async look(parameters: Parameters, moments: RunningMoments | null, step: number): Promise<Look> {
    const begun = performance.now();
    const remembered = moments === null ? {} : { moments };
    const [known, asked] = [
      await encodeAll(this.#encoder, parameters, this.#knownImages, {
        ...remembered,
        labels: this.#knownLabels,
      }),
      await encodeAll(this.#encoder, parameters, this.#askedImages, {
        ...remembered,
        labels: this.#askedLabels,
      }),
    ];
    const plane = principalPlane(asked);
    this.#map = Float32Array.from(this.#map === null ? plane.points : layOver(plane.points, this.#map));
    const { indices } = await nearestNeighbours(asked, asked, { k: shown, leaveOutSelf: true });
    return {
      step,
      map: this.#map,
      shown: plane.shown,
      neighbourAccuracy: (await neighbourProbe(known, asked, { k: voting })).accuracy,
      probeAccuracy: ridgeProbe(known, asked).accuracy,
      rank: rankMe(asked),
      neighbours: this.#queries.map((query) => ({
        query,
        found: [...indices.subarray(query * shown, (query + 1) * shown)],
      })),
      seconds: (performance.now() - begun) / 1000,
    };
  }
}
