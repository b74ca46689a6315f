import { expect } from 'vitest';
import type { LaneEntry } from '../../shared/lanes/lane-sender.ts';
import { createTimerSweepHandler } from '../../shared/runtime/create-timer-sweep-handler.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { aTimer } from '../contracts/timer-contract.ts';
import type { CrashCase } from './crash-everywhere.ts';
import { recordingPorts } from './recording-ports.ts';

const START = 1_700_000_000_000;

/** The sweep of timers, with more of them due than a page holds, and one that is not. */
export const timerSweep: CrashCase = async () => {
  const timers = new InMemoryTimers();
  const due = Array.from({ length: 120 }, (_, index) => aTimer(START + index * 500));
  const later = aTimer(START + 3_600_000);
  await timers.put([...due, later]);
  const sent = new Set<string>();
  const lanes = {
    send: async (entries: readonly LaneEntry[]) => {
      for (const { message } of entries) sent.add(message.message.messageId);
      return entries.map(() => ({ sent: true }) as const);
    },
  };
  return {
    invoke: async (plan) => {
      const handler = createTimerSweepHandler({
        ...recordingPorts(),
        dimensions: {},
        timers: plan.wrap(timers),
        lanes: plan.wrap(lanes),
        now: () => START,
      });
      await handler({}, { getRemainingTimeInMillis: () => 60_000 });
      return true;
    },
    check: async () => {
      expect(sent).toEqual(new Set(due.map(({ commandId }) => commandId)));
      expect(timers.all()).toEqual([later]);
    },
  };
};
