import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Method } from './method.ts';
import { OptionError, parseOptions } from './parse-options.ts';

type Options = { temperature: number; heads: number; family: string; adaptive: boolean };

const method: Method<Options> = {
  id: 'made-up',
  name: 'Made up',
  source: { title: 'None', authors: 'Nobody', year: 2000 },
  needs: { views: 2, labels: false },
  defaults: { temperature: 0.5, heads: 3, family: 'simclr', adaptive: true },
  describes: {
    temperature: { kind: 'number', meaning: 'what similarities are divided by', above: 0, most: 10 },
    heads: { kind: 'integer', meaning: 'projection heads', least: 1 },
    family: {
      kind: 'choice',
      meaning: 'the loss that is made adaptive',
      choices: ['simclr', 'barlow-twins'],
    },
    adaptive: { kind: 'switch', meaning: 'temperatures of their own for pairs' },
  },
  learner: () => {
    throw new Error('Nothing to learn.');
  },
};

const problem = (given: Record<string, unknown>): string => {
  try {
    parseOptions(method, given);
  } catch (error) {
    if (error instanceof OptionError) return error.message;
  }
  throw new Error('Nothing was wrong.');
};

describe('options', () => {
  test('are the defaults but for what is given, as values or as words', () => {
    expect(parseOptions(method, {})).toEqual(method.defaults);
    expect(
      parseOptions(method, { temperature: '5e-1', heads: ' 4 ', family: 'barlow-twins', adaptive: 'false' }),
    ).toEqual({
      temperature: 0.5,
      heads: 4,
      family: 'barlow-twins',
      adaptive: false,
    });
    expect(parseOptions(method, { temperature: 0.1, adaptive: false })).toEqual({
      ...method.defaults,
      temperature: 0.1,
      adaptive: false,
    });
  });

  test('that are unknown are told with similar ones, or with all there are', () => {
    expect(problem({ temprature: 1 })).toBe('made-up has no option "temprature". Did you mean temperature?');
    expect(problem({ x: 1 })).toBe('made-up has no option "x". It has temperature, heads, family, adaptive.');
    expect(problem({ toString: 1 })).toMatch(/has no option "toString"/);
  });

  test('out of range are told with the range', () => {
    expect(problem({ temperature: '0' })).toBe(
      'made-up: temperature is a number above 0, at most 10, not "0".',
    );
    expect(problem({ temperature: 11 })).toBe(
      'made-up: temperature is a number above 0, at most 10, not 11.',
    );
    expect(problem({ heads: 2.5 })).toBe('made-up: heads is a whole number from 1 on, not 2.5.');
    expect(problem({ heads: 'many' })).toBe('made-up: heads is a whole number from 1 on, not "many".');
    expect(problem({ heads: '' })).toMatch(/not ""/);
    expect(problem({ temperature: NaN })).toMatch(/not NaN\.$/);
    expect(problem({ adaptive: 'yes' })).toBe('made-up: adaptive is true or false, not "yes".');
    expect(problem({ family: 'simclrr' })).toBe(
      'made-up: family is one of simclr, barlow-twins, not "simclrr". Did you mean simclr?',
    );
  });

  test('are the same after they were written down and read again', () => {
    const some = fc.record({
      heads: fc.integer({ min: 1, max: 1e6 }),
      temperature: fc.double({ min: 0.001, max: 10, noNaN: true }),
      adaptive: fc.boolean(),
    });
    fc.assert(
      fc.property(some, (given) => {
        const options = { ...method.defaults, ...given };
        const words = Object.fromEntries(
          Object.entries(options).map(([name, value]) => [name, String(value)]),
        );
        expect(parseOptions(method, words)).toEqual(options);
        expect(parseOptions(method, JSON.parse(JSON.stringify(options)) as Record<string, unknown>)).toEqual(
          options,
        );
      }),
    );
  });
});
