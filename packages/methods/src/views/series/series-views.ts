import {
  add,
  gather,
  mul,
  random,
  reshape,
  sampleImages,
  ShapeError,
  tensor,
  type Key,
  type Tensor,
} from '@broadsheet/tensor';
import type { MakeViews } from '../batches.ts';
import { draw } from '../draw.ts';

export interface SeriesViewOptions {
  /** How many views of every series; 2 unless given. */
  readonly views?: number;
  /** Standard deviation of normal noise on every value; 0.03 unless given. */
  readonly jitter?: number;
  /** Each channel is multiplied by a number drawn from a normal distribution around 1 with this deviation; 0.1 unless given. */
  readonly scaling?: number;
  /** The least share of a series that a view shows, stretched to its full length; 1 (unless given) shows all of it. */
  readonly crop?: number;
  /** The probability of each channel to become 0; 0 unless given. One at least is left. */
  readonly dropChannels?: number;
}

/**
 * Random views of time series (the first two as in Um et al., 2017): series float32 [n, steps, channels]; each view is float32
 * [count, steps, channels]. Between steps a stretched crop is interpolated linearly.
 * @throws RangeError or ShapeError where an option is out of range, or these are no series.
 */
export function seriesViews(series: Tensor, options: SeriesViewOptions = {}): MakeViews {
  const { views = 2, jitter = 0.03, scaling = 0.1, crop = 1, dropChannels = 0 } = options;
  const [n, steps, channels] = series.shape as [number, number, number];
  if (series.shape.length !== 3)
    throw new ShapeError(`seriesViews takes series [n, steps, channels], not [${series.shape.join(', ')}].`);
  if (!Number.isInteger(views) || views < 1)
    throw new RangeError(`seriesViews: views is a whole number of at least 1, not ${views}.`);
  for (const [name, value] of Object.entries({ jitter, scaling }))
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(`seriesViews: ${name} is at least 0, not ${value}.`);
  if (!(crop > 0 && crop <= 1)) throw new RangeError(`seriesViews: crop is above 0, to 1, not ${crop}.`);
  if (!(dropChannels >= 0 && dropChannels < 1))
    throw new RangeError(`seriesViews: dropChannels is from 0 to below 1, not ${dropChannels}.`);
  const asImages = reshape(series, [n, 1, steps, channels]);
  const oneView = (indices: Tensor, key: Key): Tensor => {
    const count = indices.size;
    const [forHost, forNoise] = random.split(key) as [Key, Key];
    const host = draw(forHost);
    const transforms = new Float32Array(6 * count);
    const factors = new Float32Array(count * channels);
    for (let i = 0; i < count; i++) {
      const share = host.uniform(crop, 1);
      // The first and the last step of a crop are steps of the view.
      transforms.set([0, 0, 0, 0, share, host.uniform(0, (1 - share) * (steps - 1))], 6 * i);
      const left = host.below(channels);
      for (let channel = 0; channel < channels; channel++) {
        const gone = host.chance(dropChannels) && channel !== left;
        factors[i * channels + channel] = gone ? 0 : 1 + scaling * host.normal();
      }
    }
    const cut =
      crop === 1
        ? gather(series, indices)
        : sampleImages(asImages, indices, tensor(transforms, [count, 6]), [1, steps]);
    const scaled = mul(reshape(cut, [count, steps, channels]), tensor(factors, [count, 1, channels]));
    return jitter === 0 ? scaled : add(scaled, random.normal(forNoise, scaled.shape, 0, jitter));
  };
  return (indices, key) =>
    Array.from({ length: views }, (_, view) => oneView(indices, random.fold(key, view)));
}
