import { matmul, reshape, tensor, type Tensor } from '@broadsheet/tensor';

/**
 * Every image blurred by a Gaussian of its own width, pixels beyond the border being mirrored there: images float32
 * [n, h, w, channels], n deviations in pixels, 0 for none → the same shape. It is two products with matrices of weights,
 * one down and one across; weights reach three deviations.
 */
export function blurImages(images: Tensor, deviations: readonly number[]): Tensor {
  const [n, height, width, channels] = images.shape as [number, number, number, number];
  const down = blurMatrices(deviations, height);
  const across = width === height ? down : blurMatrices(deviations, width);
  const once = matmul(down, reshape(images, [n, height, width * channels]));
  return matmul(reshape(across, [n, 1, width, width]), reshape(once, images.shape));
}

/** [n, length, length]: row i holds the weights of the pixels that make pixel i. */
function blurMatrices(deviations: readonly number[], length: number): Tensor {
  const made = new Float32Array(deviations.length * length * length);
  deviations.forEach((deviation, image) => {
    const reach = Math.min(Math.ceil(3 * deviation), length - 1);
    const weights = Array.from({ length: reach + 1 }, (_, i) =>
      i === 0 ? 1 : Math.exp(-0.5 * (i / deviation) ** 2),
    );
    const all = weights.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
    for (let i = 0; i < length; i++)
      for (let away = -reach; away <= reach; away++) {
        const place = image * length * length + i * length + mirrored(i + away, length);
        made[place] = (made[place] as number) + (weights[Math.abs(away)] as number) / all;
      }
  });
  return tensor(made, [deviations.length, length, length]);
}

/** -1 → 1, length → length - 2: the border's own pixel is not repeated. */
function mirrored(i: number, length: number): number {
  const inside = i < 0 ? -i : i;
  return inside < length ? inside : 2 * (length - 1) - inside;
}
