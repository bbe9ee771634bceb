import { library } from '../library.ts';
import { createMetrics } from './metrics.ts';

/** This process's metrics. */
export const serverMetrics = createMetrics(library);
