import { add, cast, gather, mul, range, reshape, ShapeError, type Tensor } from '@broadsheet/tensor';

/**
 * For each input some of its tokens, in the order that is asked for: tokens [n, tokens, width], places int32 [n, k] →
 * [n, k, width].
 * @throws ShapeError where there are places for another number of inputs.
 */
export function takeTokens(tokens: Tensor, places: Tensor): Tensor {
  const [n, count, width] = tokens.shape as [number, number, number];
  if (places.shape.length !== 2 || places.shape[0] !== n)
    throw new ShapeError(
      `takeTokens: tokens [${tokens.shape.join(', ')}] are asked for by places [n, k], one row for each input, not ` +
        `[${places.shape.join(', ')}].`,
    );
  const firsts = reshape(mul(range(0, n), count), [n, 1]);
  const rows = cast(add(cast(places, 'float32'), firsts), 'int32');
  return gather(reshape(tokens, [n * count, width]), rows);
}
