import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownUrl } from './shown-url.ts';

describe('shownUrl', () => {
  it('shows no secret', () => {
    const names = fc.constantFrom(
      ...['api_key', 'apikey', 'api-key', 'key', 'KEY', 'token', 'access_token', 'accessToken', 'mailto'],
      ...['email', 'secret', 'client_secret', 'password', 'sig', 'signature', 'auth', 'x-session'],
    );
    const secret = fc.stringMatching(/^[a-z0-9+/@=]{12,20}$/);
    fc.assert(
      fc.property(names, secret, (name, value) => {
        const url = new URL('https://api.example.org/works?per-page=200');
        url.searchParams.append(name, value);
        const shown = shownUrl(url);
        expect(shown).not.toContain(value);
        expect(shown).not.toContain(encodeURIComponent(value));
        expect(shown).toContain('per-page=200');
      }),
    );
  });

  it('shows the rest, within bounds', () => {
    expect(shownUrl('https://me:geheim@example.org/a?author=x&design=y#geheim')).toBe(
      'https://example.org/a?author=x&design=y',
    );
    expect(shownUrl(`https://example.org/${'a'.repeat(1000)}`)).toHaveLength(301);
    expect(shownUrl('not a url, api_key=geheim')).toBe('what was given');
  });
});
