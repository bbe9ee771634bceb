import { reshape, ShapeError, transpose, type Tensor } from '@broadsheet/tensor';

/**
 * Images cut into squares: [n, h, w, channels] → [n, (h / size)·(w / size), size·size·channels], patches row by row, each
 * laid out flat in its own rows.
 * @throws ShapeError where the side of a patch does not divide height and width.
 */
export function patches(images: Tensor, size: number): Tensor {
  const [n, height, width, channels] = images.shape as [number, number, number, number];
  if (images.shape.length !== 4 || height % size !== 0 || width % size !== 0)
    throw new ShapeError(
      `patches: images [${images.shape.join(', ')}] are not [n, height, width, channels] that squares of ${size} pixels fill.`,
    );
  const [rows, columns] = [height / size, width / size];
  const cut = reshape(images, [n, rows, size, columns, size, channels]);
  return reshape(transpose(cut, [0, 1, 3, 2, 4, 5]), [n, rows * columns, size * size * channels]);
}
