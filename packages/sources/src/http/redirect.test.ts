import { describe, expect, it } from 'vitest';
import { followRedirect, type Hop } from './redirect.ts';

const hop = (url: string, more: Partial<Hop> = {}): Hop => ({
  url: new URL(url),
  method: 'GET',
  headers: {
    'user-agent': 'Broadsheet/0.1',
    accept: '*/*',
    authorization: 'Bearer secret',
    'x-api-key': 'secret',
    cookie: 'secret',
    'x-anything': 'secret',
  },
  body: null,
  ...more,
});
const follow = (from: Hop, location: string | undefined, status = 302) =>
  followRedirect(from, status, location, {});

describe('followRedirect', () => {
  it('keeps secrets with their origin', () => {
    const from = hop('https://api.example.org/a?b=c');
    expect(follow(from, '/moved').headers).toEqual(from.headers);
    expect(follow(from, '/moved').url.href).toBe('https://api.example.org/moved');
    const expected = { 'user-agent': 'Broadsheet/0.1', accept: '*/*' };
    for (const elsewhere of ['https://other.example.org/', 'https://api.example.org:8443/', '//example.org'])
      expect(follow(from, elsewhere).headers, elsewhere).toEqual(expected);
  });

  it('goes from http to https, and never back', () => {
    expect(follow(hop('http://example.org/'), 'https://example.org/').url.protocol).toBe('https:');
    expect(() => follow(hop('https://example.org/'), 'http://example.org/x?api_key=geheim')).toThrow(
      'https://example.org/ leads from https to http://example.org/x?api_key=…, which anybody on the way can read and change.',
    );
  });

  it.each([
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:10.0.0.1]/',
    'file:///etc/passwd',
    'https://user:password@example.org/',
  ])('does not follow to %s', (location) => {
    expect(() => follow(hop('http://example.org/'), location)).toThrow(
      expect.objectContaining({ failure: 'address' }),
    );
  });

  it('does not follow to nowhere', () => {
    for (const location of [undefined, 'http://', 'https://[']) {
      expect(() => follow(hop('https://example.org/'), location)).toThrow(
        expect.objectContaining({ failure: 'content' }),
      );
    }
  });

  it('turns a POST into a GET as browsers do', () => {
    const from = hop('https://example.org/', {
      method: 'POST',
      headers: { accept: '*/*', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(follow(from, '/x', 303)).toMatchObject({ method: 'GET', body: null, headers: { accept: '*/*' } });
    expect(follow(from, '/x', 307)).toMatchObject({ method: 'POST', body: '{}', headers: from.headers });
  });
});
