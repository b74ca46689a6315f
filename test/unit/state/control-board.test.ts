import { describe, expect, it } from 'vitest';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../../shared/state/control-board.ts';
import { type ControlStore, ControlsUnavailableError } from '../../../shared/state/control-store.ts';

/** A board over a store that counts its reads and may fail, on a clock that stands still. */
const aBoard = (names: readonly string[]) => {
  const store = new InMemoryControlStore();
  const world = { now: 5000, reads: 0, down: false };
  const read: ControlStore['read'] = async (asked) => {
    world.reads += 1;
    if (world.down) throw new ControlsUnavailableError('down');
    return store.read(asked);
  };
  return { world, store, board: createControlBoard({ store: { read }, names, now: () => world.now }) };
};

describe('createControlBoard', () => {
  it('reads all switches in one call, once a second however often it is asked', async () => {
    const { world, board } = aBoard(['stop', 'breaker']);

    await Promise.all([board.get('stop'), board.get('breaker'), board.get('stop')]);
    world.now += 999;
    await board.get('stop');

    expect(world.reads).toBe(1);
  });

  it('sees a change at the latest a second after it', async () => {
    const { world, store, board } = aBoard(['stop']);
    await board.get('stop');

    await store.write('stop', { version: 1, value: true });
    world.now += 1000;

    expect(await board.get('stop')).toEqual({ version: 1, value: true });
  });

  it('asks again after a failure, and after the clock went back', async () => {
    const { world, board } = aBoard(['stop']);
    world.down = true;
    await expect(board.get('stop')).rejects.toThrow(ControlsUnavailableError);

    world.down = false;
    expect(await board.get('stop')).toMatchObject({ version: 0 });
    world.now -= 60_000;
    await board.get('stop');

    expect(world.reads).toBe(3);
  });
});
