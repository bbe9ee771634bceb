import { imageViews, type MakeViews, type Needs } from '@broadsheet/methods';
import { gather, type Tensor } from '@broadsheet/tensor';
import type { Reading } from './reading.ts';

/**
 * Random views of inputs [n, ...takes], as many as a method needs: of coloured images SimCLR's; of grey ones crops that keep
 * a third of the area at least, never mirrored, since mirrored digits and letters are others.
 */
export function viewsOf(how: Reading, inputs: Tensor, { views }: Needs): MakeViews {
  if (how.kind === 'table') return (indices) => Array.from({ length: views }, () => gather(inputs, indices));
  const grey = how.shape[2] === 1;
  return imageViews(inputs, {
    views,
    ...(grey
      ? { flip: 0, jitter: null, grayscale: 0, crop: { area: [0.35, 1], aspect: [3 / 4, 4 / 3] } }
      : {}),
  });
}
