import { describe, expect, it } from 'vitest';
import { checkBeginning, type Expected } from './expectation.ts';

const check = (expected: Expected, body: string | Uint8Array, contentType = '') =>
  checkBeginning(expected, typeof body === 'string' ? new TextEncoder().encode(body) : body, {
    host: 'example.org',
    contentType,
    status: 200,
  });
const page = '<!DOCTYPE html>\n<html><head><title>Down</title></head></html>';

describe('checkBeginning', () => {
  it.each<[Expected, string | Uint8Array, string]>([
    ['xml', '<?xml version="1.0"?><feed/>', 'text/xml'],
    ['xml', '<feed xmlns="http://www.w3.org/2005/Atom"/>', 'text/html'],
    ['xml', '\u{FEFF}\n <rss/>', 'application/octet-stream'],
    ['xml', '<!-- a comment --><OAI-PMH/>', ''],
    ['xml', Buffer.from('\u{FEFF}<rss/>', 'utf16le'), ''],
    ['json', ' {"a": 1}', 'text/plain'],
    ['json', '[]', 'text/html'],
    ['json', 'null', 'application/json'],
    ['text', '@article{a}', 'application/x-bibtex'],
    ['text', '', 'text/plain'],
    ['bytes', page, 'text/html'],
  ])('takes %s: %s', (expected, body, label) => {
    expect(() => check(expected, body, label)).not.toThrow();
  });

  it.each<[Expected, string, string]>([
    ['json', page, 'application/json'],
    ['xml', page, 'application/xml'],
    ['xml', `<?xml version="1.0"?>\n<!-- x -->\n${page}`, 'text/xml'],
    ['xml', '<HTML><BODY>', 'text/xml'],
    ['text', page, 'text/plain'],
    ['xml', '{"error": "later"}', 'application/json'],
    ['xml', '', 'application/xml'],
    ['json', '<feed/>', 'application/xml'],
    ['json', 'Rate exceeded.', 'text/plain'],
  ])('refuses as %s: %s', (expected, body, label) => {
    expect(() => check(expected, body, label)).toThrow(expect.objectContaining({ failure: 'content' }));
  });

  it('says what came', () => {
    expect(() => check('json', page)).toThrow('example.org sent a web page in place of JSON.');
    expect(() => check('xml', 'Rate exceeded.', 'text/plain')).toThrow(
      'example.org sent something else (text/plain) in place of XML.',
    );
  });
});
