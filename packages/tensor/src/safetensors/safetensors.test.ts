import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readSafetensors,
  SafetensorsError,
  writeSafetensors,
  type SafetensorsTensor,
  type WritableTensor,
} from './index.ts';

/**
 * Written by safetensors 0.8.0 for Python (`safetensors.numpy.save`) from a float32 [[1, -2], [0.5, 3]], an int32 [7, -1],
 * a float16 [1.5, 65504, 6e-8], a uint8 [0, 255, 3], an int64 2⁴⁰ without axes, a bool [True, False], a float64 of
 * shape [0, 4], an int8 [-5] and an int16 [-300], with the text format = np.
 */
const reference = {
  header:
    '{"__metadata__":{"format":"np"},"step":{"dtype":"I64","shape":[],"data_offsets":[0,8]},' +
    '"none":{"dtype":"F64","shape":[0,4],"data_offsets":[8,8]},' +
    '"weight":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]},' +
    '"label":{"dtype":"I32","shape":[2],"data_offsets":[24,32]},' +
    '"half":{"dtype":"F16","shape":[3],"data_offsets":[32,38]},' +
    '"s":{"dtype":"I16","shape":[1],"data_offsets":[38,40]},"é":{"dtype":"I8","shape":[1],"data_offsets":[40,41]},' +
    '"pixels":{"dtype":"U8","shape":[3],"data_offsets":[41,44]},' +
    '"mask":{"dtype":"BOOL","shape":[2],"data_offsets":[44,46]}} ',
  data: '00000000000100000000803f000000c00000003f0000404007000000ffffffff003eff7b0100d4fefb00ff030100',
};

const contents: [string, WritableTensor][] = [
  ['weight', { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 3) }],
  ['label', { dtype: 'int32', shape: [2], data: Int32Array.of(7, -1) }],
  ['half', { dtype: 'float32', shape: [3], data: Float32Array.of(1.5, 65504, 2 ** -24), stored: 'F16' }],
  ['pixels', { dtype: 'uint8', shape: [3], data: Uint8Array.of(0, 255, 3) }],
  ['step', { dtype: 'int64', shape: [], data: BigInt64Array.of(2n ** 40n) }],
  ['mask', { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) }],
  ['none', { dtype: 'float64', shape: [0, 4], data: new Float64Array(0) }],
  ['é', { dtype: 'int8', shape: [1], data: Int8Array.of(-5) }],
  ['s', { dtype: 'int16', shape: [1], data: Int16Array.of(-300) }],
];

/** A file with this header and so many bytes of data, or these. */
function file(header: string | Uint8Array, data: number | Uint8Array = 0): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const rest = typeof data === 'number' ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + rest.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(rest, 8 + text.length);
  return bytes;
}

const referenceFile = file(reference.header, Buffer.from(reference.data, 'hex'));

describe('against the reference implementation', () => {
  test('writes its very bytes', () => {
    expect(writeSafetensors(contents, { format: 'np' })).toEqual(referenceFile);
    expect(writeSafetensors(contents.toReversed(), { format: 'np' })).toEqual(referenceFile);
  });

  test('reads them', () => {
    const { tensors, metadata } = readSafetensors(referenceFile);
    expect(metadata).toEqual({ format: 'np' });
    expect([...tensors.keys()]).toEqual([
      'step',
      'none',
      'weight',
      'label',
      'half',
      's',
      'é',
      'pixels',
      'mask',
    ]);
    for (const [name, { dtype, shape, data, stored }] of contents)
      expect(tensors.get(name)).toEqual({ dtype, shape, data, stored: tensors.get(name)?.stored ?? stored });
    expect(tensors.get('half')).toMatchObject({ dtype: 'float32', stored: 'F16' });
  });

  test('reads them from within a larger buffer, at any alignment', () => {
    const around = new Uint8Array(referenceFile.length + 9);
    around.set(referenceFile, 3);
    expect(readSafetensors(around.subarray(3, 3 + referenceFile.length))).toEqual(
      readSafetensors(referenceFile),
    );
  });

  test('reads them from a Buffer, as Node reads files', () => {
    expect(readSafetensors(Buffer.from(referenceFile))).toEqual(readSafetensors(referenceFile));
  });
});

describe('what is read', () => {
  test('is what was written, for all kinds of elements', () => {
    const shape = fc.array(fc.nat({ max: 3 }), { maxLength: 4 });
    const whole = (bits: number) =>
      fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n });
    const tensor = shape.chain((lengths): fc.Arbitrary<WritableTensor> => {
      const size = lengths.reduce((product, length) => product * length, 1);
      const many = <T>(element: fc.Arbitrary<T>) => fc.array(element, { minLength: size, maxLength: size });
      return fc.oneof(
        many(fc.double()).map((data) => ({
          dtype: 'float64' as const,
          shape: lengths,
          data: Float64Array.from(data),
        })),
        many(fc.float()).map((data) => ({
          dtype: 'float32' as const,
          shape: lengths,
          data: Float32Array.from(data),
        })),
        many(whole(64)).map((data) => ({
          dtype: 'int64' as const,
          shape: lengths,
          data: BigInt64Array.from(data),
        })),
        many(whole(32)).map((data) => ({
          dtype: 'int32' as const,
          shape: lengths,
          data: Int32Array.from(data, Number),
        })),
        many(whole(16)).map((data) => ({
          dtype: 'int16' as const,
          shape: lengths,
          data: Int16Array.from(data, Number),
        })),
        many(whole(8)).map((data) => ({
          dtype: 'int8' as const,
          shape: lengths,
          data: Int8Array.from(data, Number),
        })),
        many(fc.nat(255)).map((data) => ({
          dtype: 'uint8' as const,
          shape: lengths,
          data: Uint8Array.from(data),
        })),
        many(fc.nat(1)).map((data) => ({
          dtype: 'bool' as const,
          shape: lengths,
          data: Uint8Array.from(data),
        })),
      );
    });
    const name = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => text !== '__metadata__');
    const texts = fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 }),
        texts,
        (written, metadata) => {
          const bytes = writeSafetensors(written, metadata);
          const read = readSafetensors(bytes);
          expect(read.tensors.size).toBe(written.length);
          for (const [key, { dtype, shape: lengths, data }] of written)
            expect(read.tensors.get(key)).toMatchObject({ dtype, shape: lengths, data });
          expect(Object.entries(read.metadata).toSorted()).toEqual(Object.entries(metadata).toSorted());
          expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
          // The same again from what was read: order and texts are settled.
          expect(writeSafetensors(read.tensors, read.metadata)).toEqual(bytes);
        },
      ),
    );
  });

  test('may have the names that objects have by themselves', () => {
    const bytes = writeSafetensors(
      [['__proto__', { dtype: 'uint8', shape: [], data: Uint8Array.of(4) }]],
      JSON.parse('{"__proto__":"x"}'),
    );
    const { tensors, metadata } = readSafetensors(bytes);
    expect(tensors.get('__proto__')?.data).toEqual(Uint8Array.of(4));
    expect(Object.entries(metadata)).toEqual([['__proto__', 'x']]);
  });

  test('lies in order of code points, as UTF-8 sorts', () => {
    const tensor: SafetensorsTensor = { dtype: 'uint8', shape: [], data: Uint8Array.of(1), stored: 'U8' };
    // The last is U+1F600, whose UTF-16 begins with D83D: below U+FF21.
    const names = ['a', 'aa', 'é', 'Ａ', '😀'];
    const { tensors } = readSafetensors(writeSafetensors(names.toReversed().map((name) => [name, tensor])));
    expect([...tensors.keys()]).toEqual(names);
  });

  test('may lie in any order and carry blanks', () => {
    const { tensors, metadata } = readSafetensors(
      file(
        '{ "b" : {"data_offsets":[ 1 , 2],"shape":[1], "dtype":"U8"},\n"a":{"dtype":"I8","shape":[],"data_offsets":[0,1]}}\n  ',
        Uint8Array.of(255, 6),
      ),
    );
    expect([...tensors.keys()]).toEqual(['a', 'b']);
    expect(tensors.get('a')?.data).toEqual(Int8Array.of(-1));
    expect(tensors.get('b')?.data).toEqual(Uint8Array.of(6));
    expect(metadata).toEqual({});
    expect(readSafetensors(file('{}')).tensors.size).toBe(0);
    expect(writeSafetensors([])).toEqual(file('{}      '));
  });
});

describe('a malformed file', () => {
  const u8 = (shape: string, from: number, to: number) =>
    `{"dtype":"U8","shape":${shape},"data_offsets":[${from},${to}]}`;
  const claim = (length: bigint) => {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setBigUint64(0, length, true);
    return bytes;
  };
  const cases: [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(0), 'this one has 0 in all'],
    ['half a length', new Uint8Array(7), 'this one has 7 in all'],
    ['a huge header', claim(100_000_001n), 'at most 100000000 bytes; this one claims 100000001'],
    ['an absurd header', claim(2n ** 64n - 1n), 'this one claims 18446744073709551615'],
    ['a header that is cut off', claim(9n), 'claims 9 bytes, but only 8 follow'],
    ['no header', file(''), 'must begin with {'],
    ['a blank first', file(' {}'), 'must begin with {'],
    ['a byte order mark', file('\ufeff{}'), 'must begin with {'],
    ['bytes that are no UTF-8', file(Uint8Array.of(0x7b, 0xff, 0x7d)), 'not valid UTF-8'],
    ['an open object', file('{'), 'at character 1: a string is expected here'],
    ['an open string', file('{"a'), 'at character 1: the string that begins here is not valid JSON'],
    ['a raw line break in a name', file('{"a\n":1}'), 'is not valid JSON'],
    ['half a surrogate pair', file('{"\\ud800":1}'), 'not valid Unicode'],
    ['a comma too many', file(`{"a":${u8('[1]', 0, 1)},}`, 1), 'a string is expected here'],
    ['something after it', file('{}x'), 'at character 2: nothing but spaces may follow'],
    ['a list for an entry', file('{"a":[]}'), 'at character 5: { is expected here'],
    [
      'a field twice',
      file('{"a":{"dtype":"U8","dtype":"U8"}}'),
      'the field "dtype" of tensor "a" stands twice',
    ],
    ['a name twice', file(`{"a":${u8('[1]', 0, 1)},"a":${u8('[1]', 1, 2)}}`, 2), 'the key "a" stands twice'],
    [
      'one name in two spellings',
      file(`{"a":${u8('[1]', 0, 1)},"\\u0061":${u8('[1]', 1, 2)}}`, 2),
      'the key "a" stands twice',
    ],
    ['a text twice', file('{"__metadata__":{"k":"1","k":"2"}}'), 'the key "k" of __metadata__ stands twice'],
    ['texts twice', file('{"__metadata__":{},"__metadata__":{}}'), 'the key "__metadata__" stands twice'],
    ['a text that is a number', file('{"__metadata__":{"k":1}}'), 'a string is expected here'],
    [
      'a field too few',
      file('{"a":{"dtype":"U8","shape":[1]}}', 1),
      'tensor "a" must have dtype, shape and two data_offsets',
    ],
    [
      'one offset',
      file('{"a":{"dtype":"U8","shape":[],"data_offsets":[0]}}', 1),
      'must have dtype, shape and two',
    ],
    ['three offsets', file('{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1,2]}}', 1), 'at most 2 numbers'],
    ['a field too many', file('{"a":{"x":1}}'), 'tensor "a" has the field "x"'],
    [
      'an unknown dtype',
      file('{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}', 1),
      'tensor "a" has dtype "F8_E4M3"; I64, F64',
    ],
    [
      'a dtype that objects have',
      file('{"a":{"dtype":"constructor","shape":[1],"data_offsets":[0,1]}}', 1),
      'has dtype "constructor"',
    ],
    [
      'a negative length',
      file(`{"a":${u8('[-1]', 0, 1)}}`, 1),
      'a whole number from 0 to 2⁵³ − 1 is expected here',
    ],
    ['a length with a point', file(`{"a":${u8('[1.0]', 0, 1)}}`, 1), 'a whole number'],
    ['a length with an exponent', file(`{"a":${u8('[1e0]', 0, 1)}}`, 1), 'a whole number'],
    ['a length with a leading zero', file(`{"a":${u8('[01]', 0, 1)}}`, 1), 'a whole number'],
    ['a length beyond numbers', file(`{"a":${u8('[9007199254740992]', 0, 1)}}`, 1), 'a whole number'],
    ['a length of many digits', file(`{"a":${u8(`[${'1'.repeat(400)}]`, 0, 1)}}`, 1), 'a whole number'],
    [
      'lengths whose product is beyond numbers',
      file(`{"a":${u8('[4294967296,4294967296]', 0, 1)}}`, 1),
      'more than 2⁵³ bytes',
    ],
    ['65 axes', file(`{"a":${u8(`[${Array(65).fill(1).join(',')}]`, 0, 1)}}`, 1), 'at most 64 numbers'],
    [
      'a shape that needs more',
      file(`{"a":${u8('[2,3]', 0, 5)}}`, 5),
      'tensor "a" of U8 and shape [2, 3] needs 6 bytes; its data_offsets [0, 5] hold 5',
    ],
    [
      'a shape that needs less',
      file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}', 8),
      'needs 4 bytes; its data_offsets [0, 8] hold 8',
    ],
    [
      'an end before its beginning',
      file(`{"a":${u8('[1]', 1, 0)}}`, 1),
      'tensor "a" ends at byte 0, before it begins at 1',
    ],
    [
      'a hole',
      file(`{"a":${u8('[1]', 0, 1)},"b":${u8('[1]', 2, 3)}}`, 3),
      'tensor "b" begins at byte 2 of the data, but what comes before it ends at 1',
    ],
    [
      'an overlap',
      file(`{"a":${u8('[2]', 0, 2)},"b":${u8('[2]', 1, 3)}}`, 3),
      'tensor "b" begins at byte 1 of the data, but what comes before it ends at 2',
    ],
    ['a hole at the beginning', file(`{"a":${u8('[1]', 1, 2)}}`, 2), 'tensor "a" begins at byte 1'],
    [
      'data beyond the tensors',
      file(`{"a":${u8('[1]', 0, 1)}}`, 2),
      'they end at byte 1 of the data, which has 2',
    ],
    [
      'data before the file’s end',
      file(`{"a":${u8('[9007199254740991]', 0, 9007199254740991)}}`, 2),
      'which has 2',
    ],
    [
      'a truth of 2',
      file('{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}', Uint8Array.of(1, 2)),
      'tensor "a" of BOOL holds 0 and 1 only; element 1 is 2',
    ],
  ];
  test.each(cases)('with %s is refused', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(SafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  test('of any bytes is refused with our error, and nothing else', () => {
    const onlyOurErrors = (bytes: Uint8Array) => {
      try {
        readSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
      }
    };
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      '0',
      '1',
      '8',
      '-',
      ' ',
      'é',
      '"a"',
      '"dtype":"U8"',
      '"shape":[1]',
      '"data_offsets":[0,1]',
      '"__metadata__":',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) =>
        onlyOurErrors(file(`{${pieces.join('')}`, 1)),
      ),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), onlyOurErrors));
    // One byte of a good file changed, or its end cut off.
    fc.assert(
      fc.property(fc.nat(referenceFile.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const bytes = cut ? referenceFile.slice(0, at) : referenceFile.slice();
        if (!cut) bytes[at] = byte;
        onlyOurErrors(bytes);
      }),
    );
  });
});

describe('what cannot be written', () => {
  const one: WritableTensor = { dtype: 'uint8', shape: [1], data: Uint8Array.of(1) };
  const cases: [string, () => unknown, string][] = [
    [
      'a name twice',
      () =>
        writeSafetensors([
          ['a', one],
          ['a', one],
        ]),
      'the name "a" stands twice',
    ],
    [
      'the name of the texts',
      () => writeSafetensors([['__metadata__', one]]),
      'may not be named __metadata__',
    ],
    ['half a pair in a name', () => writeSafetensors([['\ud800', one]]), 'not valid Unicode'],
    ['half a pair in a text', () => writeSafetensors([], { k: '\udc00' }), 'not valid Unicode'],
    [
      'a shape of other size',
      () => writeSafetensors([['a', { ...one, shape: [2, 2] }]]),
      'tensor "a" of shape [2, 2] has 4 elements, but its data 1',
    ],
    [
      'a shape that is none',
      () => writeSafetensors([['a', { ...one, shape: [-1] }]]),
      'whole numbers of at least 0',
    ],
    [
      'integers as halves',
      () => writeSafetensors([['a', { ...one, stored: 'F16' }]]),
      'tensor "a" of uint8 cannot be stored as F16',
    ],
    [
      'an array of another kind',
      () => writeSafetensors([['a', { ...one, dtype: 'float32' } as unknown as WritableTensor]]),
      'tensor "a" of float32 needs its data in a Float32Array',
    ],
    [
      'a truth of 2',
      () => writeSafetensors([['a', { dtype: 'bool', shape: [1], data: Uint8Array.of(2) }]]),
      'tensor "a" of bool may hold 0 and 1 only',
    ],
  ];
  test.each(cases)('%s', (_, write, message) => {
    expect(write).toThrow(SafetensorsError);
    expect(write).toThrow(message);
  });
});
