/**
 * `npm run train:first-edition`: trains the shipped encoder anew and writes it into data/. With `--check` it only compares the
 * bytes with those that are there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainFirstEdition } from './train-first-edition.ts';

const dataDir = join(import.meta.dirname, '../../../../data');
const file = join(dataDir, 'first-edition-encoder.safetensors');
let told = 0;
const model = await trainFirstEdition(dataDir, {
  onProgress: ({ phase, done, total, loss, rankMe }) => {
    if (phase !== 'training' || (done < told + 100 && done < total)) return;
    told = done;
    process.stderr.write(
      `step ${done} of ${total}, loss ${loss?.toFixed(3)}, RankMe ${rankMe?.toFixed(0) ?? '…'}\n`,
    );
  },
});
if (process.argv.includes('--check')) {
  const same = Buffer.compare(readFileSync(file), model) === 0;
  process.stdout.write(
    same ? 'The shipped encoder is what training gives.\n' : `${file} has other bytes than training gives.\n`,
  );
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(file, model);
  process.stdout.write(`${file}: ${model.length.toLocaleString('en')} bytes.\n`);
}
