import type { Tensor } from './array/tensor.ts';
import { writeSafetensors, type WritableTensor } from './safetensors/index.ts';
import { EmbeddingTable } from './tape/embedding-table.ts';
import { leavesOf, type Parameters } from './tape/parameters.ts';

/**
 * Parameters as the bytes of a safetensors file, each tensor under its place (`layers.0.weights`). The same parameters
 * give the same bytes. What they hold when this is called is saved, though the GPU may answer later. `metadata`: texts to
 * stand in the file beside them (`readSafetensors` gives them back).
 * @throws SafetensorsError where two of them have the same place: a name with a dot in it looks like two.
 */
export async function saveParameters(
  parameters: Parameters,
  metadata?: Readonly<Record<string, string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const reading = leavesOf(parameters).map(async ([place, leaf]) => {
    const tensor = leaf instanceof EmbeddingTable ? leaf.weights : leaf;
    return [place, await read(tensor)] as const;
  });
  return writeSafetensors(await Promise.all(reading), metadata);
}

async function read(tensor: Tensor): Promise<WritableTensor> {
  const { dtype, shape } = tensor;
  return { dtype, shape, data: await tensor.data() } as WritableTensor;
}
