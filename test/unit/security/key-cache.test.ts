import { describe, expect, it } from 'vitest';
import { KeyCache } from '../../../shared/security/key-cache.ts';

describe('KeyCache', () => {
  it('forgets a key when its time is over, however often it was asked for', () => {
    let now = 0;
    const cache = new KeyCache<string>({ most: 2, ageMs: 10, now: () => now });
    cache.set('a', 'key');

    now = 9;
    expect(cache.get('a')).toBe('key');
    now = 10;
    expect(cache.get('a')).toBeUndefined();
  });

  it('keeps those that were asked for last when there are too many', () => {
    const cache = new KeyCache<string>({ most: 2, ageMs: 10, now: () => 0 });
    cache.set('a', '1');
    cache.set('b', '2');
    cache.get('a');
    cache.set('c', '3');

    expect(['a', 'b', 'c'].map((id) => cache.get(id))).toEqual(['1', undefined, '3']);
  });
});
