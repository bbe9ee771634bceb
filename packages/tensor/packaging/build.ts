// npm run build -w packages/tensor: makes dist/, which `npm pack` and `npm publish` take.
import { join } from 'node:path';
import { buildPackage } from './build-package.ts';

buildPackage(join(import.meta.dirname, '../dist'));
