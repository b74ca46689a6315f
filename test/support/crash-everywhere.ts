import { CrashPlan, type CrashPoint } from './crash-plan.ts';

/** A consumer with something to work on. */
export type CrashWorld = {
  /** One invocation on whatever waits, its ports wrapped by `plan`; says whether nothing waits any more. */
  readonly invoke: (plan: CrashPlan) => Promise<boolean>;
  /** Throws where a promise is broken. */
  readonly check: () => Promise<void>;
};

/** Makes the same world as often as it is asked. */
export type CrashCase = () => Promise<CrashWorld>;

const MOST_INVOCATIONS = 30;

/** Invokes until nothing waits, one invocation dying where it is told to; gives the port calls of each. */
const run = async (
  { invoke }: CrashWorld,
  crash?: { readonly invocation: number; readonly point: CrashPoint },
): Promise<readonly number[]> => {
  const calls: number[] = [];
  for (let isDone = false; !isDone; ) {
    if (calls.length > MOST_INVOCATIONS) throw new Error('something waits for ever');
    const plan = new CrashPlan(crash?.invocation === calls.length ? crash.point : undefined);
    isDone = await Promise.race([invoke(plan), plan.crashed.then(() => false)]);
    calls.push(plan.calls);
  }
  return calls;
};

/**
 * Runs a case without a crash, which counts its port calls, and then once for each of them and each side of it: the process
 * dies there, the message comes again, and all promises must hold. Gives the number of points.
 *
 * These are all points that matter. Between two port calls a consumer only computes: an `await` there waits for something
 * without effect outside its own memory, so dying at it is dying after the port call before it, or before the next one.
 */
export const dieEverywhere = async (open: CrashCase): Promise<number> => {
  const calm = await open();
  const calls = await run(calm);
  await calm.check();
  const points = calls.flatMap((count, invocation) =>
    Array.from({ length: count }, (_, call) =>
      (['before', 'after'] as const).map((when) => ({ invocation, point: { call, when } })),
    ).flat(),
  );
  for (const crash of points) {
    const world = await open();
    await run(world, crash);
    await world.check().catch((error: unknown) => {
      throw new Error(`after a crash at ${JSON.stringify(crash)}`, { cause: error });
    });
  }
  return points.length;
};
