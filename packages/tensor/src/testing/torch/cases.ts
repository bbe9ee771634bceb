import { arithmetic } from './cases/arithmetic.ts';
import { convolutions } from './cases/convolutions.ts';
import { functions } from './cases/functions.ts';
import { images } from './cases/images.ts';
import { losses } from './cases/losses.ts';
import { normalisations } from './cases/normalisations.ts';
import { optimisers } from './cases/optimisers.ts';
import { pooling } from './cases/pooling.ts';
import { products } from './cases/products.ts';
import { reductions } from './cases/reductions.ts';
import { rows } from './cases/rows.ts';
import { shapes } from './cases/shapes.ts';
import { tape } from './cases/tape.ts';
import type { TorchCases } from './torch-case.ts';

/** Everything that is compared with PyTorch. */
export const cases: TorchCases = {
  ...arithmetic,
  ...functions,
  ...reductions,
  ...shapes,
  ...products,
  ...convolutions,
  ...pooling,
  ...images,
  ...losses,
  ...normalisations,
  ...rows,
  ...optimisers,
  ...tape,
};
