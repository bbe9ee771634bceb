import { sameShape, show } from '../../array/shape.ts';
import type { Answer } from './run-case.ts';

/**
 * The greatest |found - expected| / max(|expected|, floor) of all elements; infinite where one is NaN or infinite and the
 * other is not the same. The floor is a tenth of the greatest finite element unless it is given.
 * @throws Error where the shapes differ.
 */
export function relativeError(found: Answer, expected: Answer, floor?: number): number {
  if (!sameShape(found.shape, expected.shape))
    throw new Error(`The shape is ${show(found.shape)}; PyTorch's is ${show(expected.shape)}.`);
  const least = floor ?? 0.1 * greatest(expected.data);
  let worst = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const [own, theirs] = [found.data[i] as number, expected.data[i] as number];
    if (Object.is(own, theirs) || own === theirs) continue;
    const error = Math.abs(own - theirs) / Math.max(Math.abs(theirs), least);
    worst = Math.max(worst, Number.isFinite(error) ? error : Infinity);
  }
  return worst;
}

function greatest(elements: Answer['data']): number {
  let size = 0;
  for (const element of elements) if (Number.isFinite(element)) size = Math.max(size, Math.abs(element));
  return size;
}
