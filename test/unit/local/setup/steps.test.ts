import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { step } from '../../../../local/setup/steps.mjs';

describe('step', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says that it still runs, from 2 s on every 5 s, with the newest detail', async () => {
    const lines: string[] = [];
    let end = (): void => {};
    const work = step(
      'deploy',
      async (note) => {
        note('stack 1');
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      },
      (line) => lines.push(line.trim()),
    );
    await vi.advanceTimersByTimeAsync(7100);
    end();
    await work;

    expect(lines).toEqual(['… deploy: 2.0 s  stack 1', '… deploy: 7.0 s  stack 1', '✓ deploy  7.1 s']);
  });

  it('marks what failed and throws its error', async () => {
    const lines: string[] = [];

    const work = step(
      'deploy',
      () => Promise.reject(new Error('no')),
      (line) => lines.push(line.trim()),
    );

    await expect(work).rejects.toThrow('no');
    expect(lines).toEqual(['✗ deploy  0.0 s']);
  });
});
