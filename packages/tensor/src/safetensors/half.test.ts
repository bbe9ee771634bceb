import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBfloat, fromHalf, toBfloat, toHalf } from './half.ts';

describe('half precision', () => {
  test('every one of the 65,536 comes back', () => {
    let lost = 0;
    for (let half = 0; half < 65536; half++) {
      const value = fromHalf(half);
      if (Number.isNaN(value)) lost += Number.isNaN(fromHalf(toHalf(value))) ? 0 : 1;
      else if (toHalf(value) !== half) lost += 1;
    }
    expect(lost).toBe(0);
  });

  test('rounds to the nearest, as the language’s own DataView does', () => {
    const view = new DataView(new ArrayBuffer(2));
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.integer({ min: -30, max: 20 }), (any, exponent) => {
        for (const value of [any, Math.fround((any % 2) * 2 ** exponent)]) {
          view.setFloat16(0, value);
          expect(toHalf(value)).toBe(view.getUint16(0));
          expect(fromHalf(toHalf(value))).toBe(view.getFloat16(0));
        }
      }),
    );
  });

  test('knows its borders', () => {
    expect(toHalf(65504)).toBe(0x7bff);
    expect(toHalf(65519.996)).toBe(0x7bff);
    expect(toHalf(65520)).toBe(0x7c00);
    expect(toHalf(-Infinity)).toBe(0xfc00);
    expect(toHalf(2 ** -24)).toBe(1);
    expect(toHalf(2 ** -25)).toBe(0);
    expect(toHalf(-0)).toBe(0x8000);
  });
});

describe('bfloat16', () => {
  test('every one of the 65,536 comes back', () => {
    let lost = 0;
    for (let bfloat = 0; bfloat < 65536; bfloat++) {
      const value = fromBfloat(bfloat);
      if (Number.isNaN(value)) lost += Number.isNaN(fromBfloat(toBfloat(value))) ? 0 : 1;
      else if (toBfloat(value) !== bfloat) lost += 1;
    }
    expect(lost).toBe(0);
  });

  test('rounds to the nearest, to the even one of two', () => {
    expect(toBfloat(1 + 2 ** -8)).toBe(0x3f80);
    expect(toBfloat(1 + 3 * 2 ** -8)).toBe(0x3f82);
    expect(toBfloat(1 + 2 ** -8 + 2 ** -20)).toBe(0x3f81);
    expect(toBfloat(3.4e38)).toBe(0x7f80);
    expect(toBfloat(NaN)).toBe(0x7fc0);
  });
});
