import { expect, it } from 'vitest';
import { readOrcid } from './orcid.ts';

it.each([
  ['0000-0002-1825-0097', '0000-0002-1825-0097'],
  [' https://orcid.org/0000-0001-5109-3700 ', '0000-0001-5109-3700'],
  ['0000-0002-1694-233X', '0000-0002-1694-233X'],
  ['0000-0002-1825-0098', null],
  ['0000000218250097', null],
  ['', null],
])('reads %s', (text, id) => expect(readOrcid(text)).toBe(id));
