import { imageViews, tableViews, textViews, type MakeViews, type Needs } from '@broadsheet/methods';
import { gather, type Tensor } from '@broadsheet/tensor';
import type { Inputs } from '../data/data-set.ts';
import { columnsOf, tokenSentences, type Reading } from './reading.ts';
import type { TrainingSettings } from './run-plan.ts';

/** SimCLR's at full strength, with the blur that CIFAR-10 is usually spared (Chen et al., 2020, appendix A). */
const strong = {
  jitter: { chance: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
  blur: { chance: 0.5, deviation: [0.1, 1] },
} as const;

/**
 * Random views of inputs [n, ...takes], as many as a method needs. Of coloured images SimCLR's; of grey ones crops that keep
 * a third of the area at least, never mirrored, since mirrored digits and letters are others. Of a table's rows SCARF's:
 * three in five values are another row's. Of texts two random halves of the sentences. A method that needs one view of a row
 * or a text gets it as it is.
 * @param strength `strong` for images alone.
 * @throws RangeError where texts are to have more than two views, or strong views are wanted of anything but images.
 */
export function viewsOf(
  how: Reading,
  tensor: Tensor,
  inputs: Inputs,
  { views }: Needs,
  strength: TrainingSettings['views'],
): MakeViews {
  if (how.kind === 'images') {
    const grey = how.shape[2] === 1;
    return imageViews(tensor, {
      views,
      ...(strength === 'strong' ? strong : {}),
      ...(grey
        ? { flip: 0, jitter: null, grayscale: 0, crop: { area: [0.35, 1], aspect: [3 / 4, 4 / 3] } }
        : {}),
    });
  }
  if (strength !== 'usual') throw new RangeError(`Of ${how.kind} there are usual views alone.`);
  if (views === 1) return (indices) => [gather(tensor, indices)];
  if (how.kind === 'table') return tableViews(tensor, { views, numeric: columnsOf(how).numeric });
  if (views > 2)
    throw new RangeError(`Texts have two views at most, and this method needs ${views}: take other options.`);
  const texts = inputs.kind === 'texts' ? inputs.texts : [];
  return textViews(tokenSentences(how, texts), { length: how.length, by: 'sentences' });
}
