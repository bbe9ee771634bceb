import { describe, expect, test } from 'vitest';
import { methods } from './catalogue.ts';
import { needsOf } from './method.ts';
import { parseOptions } from './parse-options.ts';

describe('the catalogue', () => {
  test('names every method once, in letters and dashes', () => {
    const ids = methods.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test.each(methods.map((method) => [method.id, method] as const))(
    '%s describes its options, and defaults fit',
    (_, method) => {
      expect(Object.keys(method.describes).toSorted()).toEqual(Object.keys(method.defaults).toSorted());
      for (const { meaning } of Object.values(method.describes)) expect(meaning).not.toBe('');
      expect(parseOptions(method, method.defaults)).toEqual(method.defaults);
      expect(needsOf(method, method.defaults)).toEqual(method.needs);
      expect(method.source.authors).not.toBe('');
    },
  );
});
