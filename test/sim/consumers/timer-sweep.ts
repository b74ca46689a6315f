import { createTimerSweepHandler } from '../../../shared/runtime/create-timer-sweep-handler.ts';
import { FunctionPool } from '../models/function-pool.ts';
import { simPolicies } from '../policies.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';
import { senderOf, timersOf } from './coordinator.ts';

const TIMEOUT_MS = 60_000;
const MINUTE_MS = 60_000;
/** Until everything that the workload schedules is long over, runs that died included. */
const MINUTES = 180;
/** Then, for what was put off: until nothing may be put off any longer (`simPolicies`), and a day beyond. */
const LATER_MS = 15 * MINUTE_MS;
const LATER_RUNS = (simPolicies.deferrals.days + 1) * 24 * 4;

/** The sweep of timers on its schedule. */
export const addTimerSweep = (world: World): void => {
  const pool = new FunctionPool<unknown, void>(world, {
    timeoutMs: TIMEOUT_MS,
    open: (environment) =>
      createTimerSweepHandler({
        ...portsOf(world, environment),
        dimensions: {},
        timers: timersOf(world, environment),
        lanes: senderOf(world, environment),
      }),
  });
  const run = () => void pool.invoke(undefined);
  for (let minute = 1; minute <= MINUTES; minute += 1) world.clock.after(minute * MINUTE_MS, run);
  for (let nth = 1; nth <= LATER_RUNS; nth += 1) world.clock.after(MINUTES * MINUTE_MS + nth * LATER_MS, run);
};
