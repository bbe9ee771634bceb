import type { Room } from '../../../../packaging/reference/room.ts';

const door = '@broadsheet/methods';

export const rooms: readonly Room[] = [
  { title: 'Methods', door, files: ['methods/catalogue.ts', 'methods/'] },
  {
    title: 'Describing methods',
    door,
    files: [
      'methods/method.ts',
      'methods/option-description.ts',
      'methods/parse-options.ts',
      'methods/encoder-with-head.ts',
      'methods/head-options.ts',
    ],
  },
  { title: 'Training', door, files: ['train/training.ts', 'train/'] },
  { title: 'Views', door, files: ['views/batches.ts', 'views/'] },
  { title: 'Views of images', door, files: ['views/images/'] },
  { title: 'Views of tables', door, files: ['views/tables/'] },
  { title: 'Views of texts', door, files: ['views/texts/'] },
  { title: 'Views of series', door, files: ['views/series/'] },
  { title: 'Nets', door, files: ['nets/net.ts', 'nets/pass.ts', 'nets/'] },
  { title: 'Evaluation', door, files: ['evaluate/features.ts', 'evaluate/'] },
  { title: 'Clusters', door, files: ['cluster/'] },
  { title: 'Theory', door, files: ['theory/'] },
];
