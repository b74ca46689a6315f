import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Timer, TimerStore } from '../../shared/timers/timer-store.ts';
import { aLaneMessage } from '../support/a-lane-message.ts';

/** A timer of a command that is due then. */
export const aTimer = (dueAt: number, commandId: string = randomUUID()): Timer => {
  const message = aLaneMessage(undefined, dueAt);
  return {
    commandId,
    dueAt,
    cause: 'SCHEDULED',
    entry: {
      agentType: 'email',
      tier: 'HIGH',
      delaySeconds: 0,
      groupId: 'camp-123',
      message: { ...message, message: { ...message.message, messageId: commandId } },
    },
  };
};

/** All that is due before a time, however many pages it takes. */
export const allDue = async (store: Pick<TimerStore, 'due'>, before: number): Promise<readonly Timer[]> => {
  const found: Timer[] = [];
  let from: string | undefined;
  do {
    const page = await store.due(before, from);
    found.push(...page.timers);
    from = page.next;
  } while (from !== undefined);
  return found;
};

/** What every store of timers promises; `open` gives one that may hold others already, none due before the year 2001. */
export const describeTimerStore = (name: string, open: () => Promise<TimerStore>): void => {
  describe(name, () => {
    it('gives back exactly what is due, whole, once, until it is removed', async () => {
      const store = await open();
      const timers = Array.from({ length: 60 }, (_, index) => aTimer(1000 + index));

      await store.put(timers);
      await store.put(timers.slice(0, 3));

      const due = await allDue(store, 1040);
      expect(due).toHaveLength(40);
      expect(due).toEqual(expect.arrayContaining(timers.slice(0, 40)));
      await store.remove([...timers, aTimer(1)]);
      expect(await allDue(store, 2000)).toEqual([]);
    });

    it('finds a timer by its command and the times that it may have', async () => {
      const store = await open();
      const timer = aTimer(5000);
      await store.put([timer]);

      expect(await store.find(timer.commandId, [4000, 5000])).toEqual(timer);
      expect(await store.find(timer.commandId, [4000])).toBeUndefined();
      expect(await store.find(randomUUID(), [5000])).toBeUndefined();
      await store.remove([timer]);
    });

    it('moves a timer at once, and none that is gone', async () => {
      const store = await open();
      const timer = aTimer(6000);
      const moved = { ...timer, dueAt: 7000 };
      await store.put([timer]);

      expect(await store.move(timer, moved)).toBe('moved');
      expect(await store.move(timer, { ...timer, dueAt: 8000 })).toBe('gone');

      expect(await allDue(store, 9000)).toEqual([moved]);
      await store.remove([moved]);
    });
  });
};
