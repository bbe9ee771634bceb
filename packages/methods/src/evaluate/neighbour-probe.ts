import { accuracy } from './accuracy.ts';
import type { Features } from './features.ts';
import { classesIn, labelsOf } from './labels-of.ts';
import { nearestNeighbours } from './nearest-neighbours.ts';

export interface NeighbourProbeOptions {
  /** How many neighbours vote; 200 unless given, and all where there are fewer. */
  readonly k?: number;
  /** τ of a vote's weight exp(similarity / τ); 0.07 unless given. */
  readonly temperature?: number;
}

export interface NeighbourProbeResult {
  readonly accuracy: number;
  /** int32 [n]: a class for each of the test features. */
  readonly predictions: Int32Array;
}

/**
 * Weighted k-nearest-neighbour classification of frozen features (Wu et al., 2018, section 3.4): each of the k training
 * features most alike by cosine votes for its class with weight exp(similarity / τ). Nothing is fitted.
 * @throws RangeError where labels are missing, widths differ, or an option is out of range.
 */
export async function neighbourProbe(
  train: Features,
  test: Features,
  options: NeighbourProbeOptions = {},
): Promise<NeighbourProbeResult> {
  const { temperature = 0.07 } = options;
  const k = Math.min(options.k ?? 200, train.n);
  if (!(temperature > 0)) throw new RangeError(`neighbourProbe: temperature is above 0, not ${temperature}.`);
  const labels = labelsOf('neighbourProbe (training)', train);
  const wanted = labelsOf('neighbourProbe (test)', test);
  const classes = classesIn(labels, wanted);
  const { indices, similarities } = await nearestNeighbours(test, train, { k });
  const votes = new Float64Array(classes);
  const predictions = Int32Array.from({ length: test.n }, (_, i) => {
    votes.fill(0);
    for (let at = i * k; at < (i + 1) * k; at++) {
      const label = labels[indices[at] as number] as number;
      // Similarities are at most 1: without it nothing overflows, however low the temperature.
      votes[label] = (votes[label] as number) + Math.exp(((similarities[at] as number) - 1) / temperature);
    }
    return votes.indexOf(Math.max(...votes));
  });
  return { accuracy: accuracy(predictions, wanted), predictions };
}
