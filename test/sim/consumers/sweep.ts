import { unknownAgeSeconds } from '../../../config/lanes.ts';
import { JournalUnavailableError } from '../../../shared/journal/errors.ts';
import { createSweepHandler } from '../../../shared/runtime/create-sweep-handler.ts';
import { InMemoryTaskIndex } from '../../../shared/tasks/adapters/in-memory-task-index.ts';
import { FunctionPool } from '../models/function-pool.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';

const TIMEOUT_MS = 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** While messages are on their way it runs each minute; then each hour, since nothing happens but that time goes by. */
const MINUTES = 90;
const HOURS = Math.max(...Object.values(unknownAgeSeconds)) / 3600;
/** Once the last UNKNOWN is old enough it runs often again: under a storm most runs die, and get no further than a page. */
const LAST_RUNS = 24 * 12;
const LAST_MS = 5 * MINUTE_MS;

/** The sweep on its schedule, until the oldest UNKNOWN is past its age. */
export const addSweep = (world: World): void => {
  const unavailable = () => new JournalUnavailableError();
  const pool = new FunctionPool<unknown, void>(world, {
    timeoutMs: TIMEOUT_MS,
    open: (environment) =>
      createSweepHandler({
        ...portsOf(world, environment),
        stage: 'sim',
        dimensions: {},
        ageSeconds: unknownAgeSeconds,
        due: environment.wrap(world.dueClaims, unavailable),
        tasks: new InMemoryTaskIndex(), // the workload has no tasks for people
      }),
  });
  const run = () => void pool.invoke(undefined);
  for (let minute = 1; minute <= MINUTES; minute += 1) world.clock.after(minute * MINUTE_MS, run);
  for (let hour = 2; hour <= HOURS; hour += 1) world.clock.after(hour * HOUR_MS, run);
  for (let nth = 1; nth <= LAST_RUNS; nth += 1) world.clock.after(HOURS * HOUR_MS + nth * LAST_MS, run);
};
