import { tensor, type Tensor } from '@broadsheet/tensor';

/**
 * Fixed positions of a sequence: [length, width], sines of the position at wavelengths from 2π to 10,000·2π in the first
 * half of the width and cosines in the other (Vaswani et al., 2017, section 3.5, where the two take turns).
 * @throws RangeError where the width is odd.
 */
export function sinCosPositions(length: number, width: number): Tensor {
  return tensor(
    waves(
      Float64Array.from({ length }, (_, i) => i),
      width,
    ),
    [length, width],
  );
}

/**
 * Fixed positions of patches that lie in rows and columns: [rows · columns, width], half of the width for the row and half
 * for the column, as in MoCo v3 (Chen et al., 2021) and MAE (He et al., 2022).
 * @throws RangeError where the width cannot be divided by 4.
 */
export function sinCosGrid(rows: number, columns: number, width: number): Tensor {
  if (width % 4 !== 0) throw new RangeError(`sinCosGrid: the width is a multiple of 4, not ${width}.`);
  const count = rows * columns;
  const [down, across] = [
    waves(
      Float64Array.from({ length: count }, (_, i) => Math.floor(i / columns)),
      width / 2,
    ),
    waves(
      Float64Array.from({ length: count }, (_, i) => i % columns),
      width / 2,
    ),
  ];
  const made = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    made.set(down.subarray((i * width) / 2, ((i + 1) * width) / 2), i * width);
    made.set(across.subarray((i * width) / 2, ((i + 1) * width) / 2), i * width + width / 2);
  }
  return tensor(made, [count, width]);
}

function waves(places: Float64Array, width: number): Float32Array {
  if (width % 2 !== 0) throw new RangeError(`sinCosPositions: the width is even, not ${width}.`);
  const half = width / 2;
  const made = new Float32Array(places.length * width);
  places.forEach((place, i) => {
    for (let j = 0; j < half; j++) {
      const angle = place / 10_000 ** (j / half);
      made[i * width + j] = Math.sin(angle);
      made[i * width + half + j] = Math.cos(angle);
    }
  });
  return made;
}
