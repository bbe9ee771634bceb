import { expect, test } from 'vitest';
import { readCsv } from './read-csv.ts';

const read = (text: string) => readCsv(text, { name: 'a.csv' });

test('quotes, line ends, a byte order mark, semicolons and tabs are read', () => {
  const { table, faults } = read('\uFEFFname,"said, twice"\r\n"a ""b""",1\r\n\r\nc,"two\nlines"\r\n');
  expect(table.header).toEqual(['name', 'said, twice']);
  expect(table.rows).toEqual([
    ['a "b"', '1'],
    ['c', 'two\nlines'],
  ]);
  expect(faults).toEqual([]);
  expect(read('a;b\n1,5;2\n').table.rows).toEqual([['1,5', '2']]);
  expect(read('a\tb\n1\t2').table.header).toEqual(['a', 'b']);
});

test('a row of another length costs only itself, and its line is named', () => {
  const { table, faults } = read('a,b\n1,2\n3\n4,5,6\n7,8\n');
  expect(table.rows).toEqual([
    ['1', '2'],
    ['7', '8'],
  ]);
  expect(table.lines).toEqual([2, 5]);
  expect(faults).toEqual([
    { where: 'a.csv, line 3', what: '1 cells instead of 2' },
    { where: 'a.csv, line 4', what: '3 cells instead of 2' },
  ]);
});

test('what is no table is refused by its name', () => {
  expect(() => read('')).toThrow('a.csv has no rows');
  expect(() => read('a,b\n')).toThrow('a.csv has no rows');
  expect(() => read('a,a\n1,2')).toThrow('a.csv has two columns "a"');
  expect(() => read('a,b\n1\n')).toThrow('no row has the 2 cells');
  expect(() => read('a,b\n"1,2\n3,4')).toThrow('a.csv is no CSV that can be read');
});
