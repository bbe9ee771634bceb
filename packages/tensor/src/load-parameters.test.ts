import { beforeAll, describe, expect, test } from 'vitest';
import { start } from './backends/start.ts';
import { loadParameters } from './load-parameters.ts';
import { ones, tensor, zeros } from './operations/create.ts';
import { transpose } from './operations/shape.ts';
import { readSafetensors, SafetensorsError, writeSafetensors } from './safetensors/index.ts';
import { saveParameters } from './save-parameters.ts';
import { EmbeddingTable } from './tape/embedding-table.ts';

beforeAll(async () => void (await start()));

describe('saving and loading parameters', () => {
  test('brings everything back in its structure', async () => {
    const model = {
      words: new EmbeddingTable(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
      layers: [
        {
          weights: transpose(
            tensor([
              [5, 6],
              [7, 8],
            ]),
          ),
          steps: tensor([9], [1], 'int32'),
        },
      ],
    };
    const bytes = await saveParameters(model);
    expect([...readSafetensors(bytes).tensors.keys()].sort()).toEqual([
      'layers.0.steps',
      'layers.0.weights',
      'words',
    ]);
    const loaded = loadParameters(bytes, model);
    expect(loaded.words).toBeInstanceOf(EmbeddingTable);
    expect([...loaded.words.weights.dataNow()]).toEqual([1, 2, 3, 4]);
    expect([...(loaded.layers[0]?.weights.dataNow() ?? [])]).toEqual([5, 7, 6, 8]);
    expect(loaded.layers[0]?.steps.dtype).toBe('int32');
    expect(await saveParameters(loaded)).toEqual(bytes);
  });

  test('keeps what is written beside them, and loads without it', async () => {
    const bytes = await saveParameters({ w: ones([2]) }, { step: '12', method: 'SimCLR' });
    expect(readSafetensors(bytes).metadata).toEqual({ step: '12', method: 'SimCLR' });
    expect([...loadParameters(bytes, { w: zeros([2]) }).w.dataNow()]).toEqual([1, 1]);
    expect(await saveParameters({ w: ones([2]) }, { method: 'SimCLR', step: '12' })).toEqual(bytes);
  });

  test('takes float16 where float32 is wanted', () => {
    const bytes = writeSafetensors([
      ['w', { dtype: 'float32', shape: [2], data: Float32Array.of(0.5, -2), stored: 'F16' }],
    ]);
    expect([...loadParameters(bytes, { w: zeros([2]) }).w.dataNow()]).toEqual([0.5, -2]);
  });

  test('says which tensor does not fit, and makes none', async () => {
    const backend = await start();
    const bytes = await saveParameters({ a: ones([2]), b: ones([2, 3]) });
    const a = zeros([2]);
    const b = zeros([3, 2]);
    const whole = zeros([2, 3], 'int32');
    const before = backend.memory().storages;
    expect(() => loadParameters(bytes, { a, b })).toThrow(
      'loadParameters: "b" is float32 [2, 3] in the file and float32 [3, 2] in the parameters.',
    );
    expect(() => loadParameters(bytes, { a, b: whole })).toThrow('int32 [2, 3] in the parameters');
    expect(() => loadParameters(bytes, { a })).toThrow('holds "b", for which the parameters have no place');
    expect(() => loadParameters(bytes, { a, c: b })).toThrow(
      'has no tensor "c". It holds "b", for which the parameters have no place.',
    );
    expect(() => loadParameters(bytes.subarray(0, 40), { a })).toThrow(SafetensorsError);
    expect(backend.memory().storages).toBe(before);
  });
});
