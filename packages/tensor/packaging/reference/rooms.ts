import type { Room } from '../../../../packaging/reference/room.ts';

const tensor = '@broadsheet/tensor';

function operations(title: string, ...files: readonly string[]): Room {
  return { title, door: tensor, files: files.map((file) => `operations/${file}.ts`) };
}

export const rooms: readonly Room[] = [
  { title: 'Starting', door: tensor, files: ['backends/start.ts', 'backends/wasm/', 'backends/'] },
  { title: 'Arrays', door: tensor, files: ['array/'] },
  operations('Making arrays', 'create'),
  operations('Arithmetic', 'call', 'arithmetic'),
  operations('Functions', 'functions'),
  operations('Comparing and choosing', 'compare', 'select'),
  operations('Reducing', 'sum', 'reduce'),
  operations('Shapes', 'shape', 'join'),
  operations('Products of matrices', 'matmul'),
  operations('Convolution and pooling', 'window', 'convolution', 'pooling'),
  operations('Images', 'sample-images'),
  operations('Normalising', 'softmax', 'normalise'),
  operations('Losses', 'losses'),
  operations('Rows and tables', 'rows'),
  operations('Sorting', 'sort'),
  { title: 'Gradients', door: tensor, files: ['tape/gradient.ts', 'tape/'] },
  { title: 'Optimising', door: tensor, files: ['operations/optimise.ts', 'backends/kernels.ts'] },
  { title: 'Writing in place', door: tensor, files: ['operations/assign.ts', 'copy-parameters.ts'] },
  { title: 'Memory', door: tensor, files: ['memory/'] },
  { title: 'Random numbers', door: tensor, files: ['random.ts'] },
  { title: 'Saving and loading', door: tensor, files: ['save-parameters.ts', 'load-parameters.ts'] },
  { title: 'Finding faults', door: tensor, files: ['operations/trace.ts', 'backends/wasm/threads.ts'] },
  { title: 'Nearest codes', door: '@broadsheet/tensor/codes', files: ['codes/'] },
  { title: 'Safetensors', door: '@broadsheet/tensor/safetensors', files: ['safetensors/'] },
  { title: 'Linear algebra', door: '@broadsheet/tensor/linalg', files: ['linalg/'] },
];
