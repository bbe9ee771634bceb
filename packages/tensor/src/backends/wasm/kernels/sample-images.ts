import { addressOf, at, divide, type WasmKernel } from './machine.ts';

export const sampleImages: WasmKernel<'sampleImages'> = (machine, inputs, outputs) => {
  const [images, indices, transforms, y] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(outputs, 0)];
  const [, height, width, channels] = images.shape as [number, number, number, number];
  const [count, rows, columns] = y.shape as [number, number, number];
  divide(
    machine,
    y.size * 4,
    'sampleImages',
    count * rows,
    addressOf(images),
    images.dtype === 'uint8' ? 1 : 0,
    addressOf(indices),
    addressOf(transforms),
    addressOf(y),
    height,
    width,
    channels,
    rows,
    columns,
  );
};
