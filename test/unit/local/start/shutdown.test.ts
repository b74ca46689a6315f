import { describe, expect, it, vi } from 'vitest';
import { Shutdown } from '../../../../local/start/shutdown.ts';

describe('Shutdown', () => {
  it('undoes in reverse order, each step once, and goes on after one that fails', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const done: string[] = [];
    const shutdown = new Shutdown();
    shutdown.add(() => done.push('first'));
    shutdown.add(async () => {
      throw new Error('second failed');
    });
    shutdown.add(() => done.push('third'));

    await Promise.all([shutdown.run(), shutdown.run()]);

    expect(done).toEqual(['third', 'first']);
    expect(complaints).toHaveBeenCalledExactlyOnceWith('second failed');
    complaints.mockRestore();
  });
});
