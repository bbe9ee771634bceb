import type { Command } from 'commander';
import { writeWhole } from '@broadsheet/lab';
import { writeSafetensors, type WritableTensor } from '@broadsheet/tensor/safetensors';
import { examples } from '../examples.ts';
import { print, printJson } from '../print.ts';
import { encodeData, withEncodeFlags, type EncodeFlags } from './open-encoder.ts';
import { stopEngine } from './run-lab.ts';

export function addEncode(lab: Command): void {
  withEncodeFlags(lab.command('encode'))
    .requiredOption('--out <file>', 'where the vectors go (.safetensors)')
    .description('Turn inputs into vectors by an encoder that was learnt.')
    .addHelpText(
      'after',
      examples('broadsheet lab encode encoder.safetensors ./my-images --out vectors.safetensors'),
    )
    .action(async (path: string, name: string, flags: EncodeFlags & { out: string }) => {
      const { features, names, data, facts } = await encodeData(path, name, flags);
      await stopEngine();
      const tensors: [string, WritableTensor][] = [
        [
          'vectors',
          { dtype: 'float32', shape: [features.n, features.width], data: Float32Array.from(features.values) },
        ],
      ];
      if (features.labels !== undefined)
        tensors.push([
          'labels',
          { dtype: 'int32', shape: [features.n], data: Int32Array.from(features.labels) },
        ]);
      const metadata = {
        names: JSON.stringify(names),
        classes: JSON.stringify(data.classes),
        data: data.name,
        checksum: data.checksum,
        method: facts.method,
        encoder: JSON.stringify(facts.encoder),
      };
      await writeWhole(flags.out, writeSafetensors(tensors, metadata));
      if (flags.json === true) printJson({ out: flags.out, vectors: features.n, width: features.width });
      else print(`${features.n} vectors of ${features.width} numbers are in ${flags.out}.`);
    });
}
