import { describe, expect, it } from 'vitest';
import { userAgent } from './user-agent.ts';

describe('userAgent', () => {
  it('says who asks and how to reach them', () => {
    expect(userAgent({ site: 'https://papers.example.org', contact: 'me@example.org' })).toBe(
      'Broadsheet/0.1 (+https://papers.example.org; mailto:me@example.org)',
    );
    expect(userAgent({ contact: 'me@example.org' })).toBe('Broadsheet/0.1 (mailto:me@example.org)');
    expect(userAgent({ site: null })).toBe('Broadsheet/0.1');
  });

  it('stays one header whatever is set', () => {
    expect(userAgent({ site: 'https://a.example\r\nX-Evil: (1)', contact: 'é@b.example' })).toBe(
      'Broadsheet/0.1 (+https://a.exampleX-Evil:1; mailto:@b.example)',
    );
  });
});
