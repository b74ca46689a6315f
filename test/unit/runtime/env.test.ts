import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseEnv } from '../../../shared/runtime/env.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('parseEnv', () => {
  it('reads what was asked for, in its own type', () => {
    vi.stubEnv('JOURNAL_RETENTION_DAYS', '35');
    vi.stubEnv('QUEUE_URLS', '["http://127.0.0.1:4566/queue/a"]');

    expect(parseEnv('JOURNAL_RETENTION_DAYS', 'QUEUE_URLS')).toEqual({
      JOURNAL_RETENTION_DAYS: 35,
      QUEUE_URLS: ['http://127.0.0.1:4566/queue/a'],
    });
  });

  it('names every variable that is missing or broken, and no value', () => {
    vi.stubEnv('BUS_NAME', undefined);
    vi.stubEnv('QUEUE_URLS', 'secret');

    expect(() => parseEnv('BUS_NAME', 'QUEUE_URLS')).toThrow(/BUS_NAME.*QUEUE_URLS must be JSON/);
    expect(() => parseEnv('QUEUE_URLS')).not.toThrow(/secret/);
  });
});
