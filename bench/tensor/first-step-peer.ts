/**
 * Milliseconds from the import of our engine, as sources whose types Node strips, to the end of the first step of the
 * transformer, its loss read: `first-step-peer.ts VALUES THREADS`, in a process of its own.
 */
import { readValues } from './values.ts';

const [folder = '', threads = '1'] = process.argv.slice(2);
const values = readValues(folder, 'tfm');
const begun = performance.now();
const { start } = await import('@broadsheet/tensor');
const { prepareStep } = await import('./broadsheet-training.ts');
await start({ threads: Number(threads) });
prepareStep('tfm', values)();
process.stdout.write(String(performance.now() - begun));
process.exit();
