import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import type { Journal } from '../../../shared/journal/journal.ts';
import { InMemoryTaskIndex } from '../../../shared/tasks/adapters/in-memory-task-index.ts';
import { expireTasks } from '../../../shared/tasks/expire-tasks.ts';
import { createTaskOpener } from '../../../shared/tasks/open-task.ts';
import type { TaskList } from '../../../shared/tasks/task-index.ts';
import { taskAggregate, taskStateOf } from '../../../shared/tasks/task-state.ts';
import { claimTask, closeTask } from '../../../shared/tasks/work-on-task.ts';
import { aTask, TASK_OPENED_AT } from '../../support/a-task.ts';
import { type CrashCase, dieEverywhere } from '../../support/crash-everywhere.ts';
import { CrashPlan, type CrashPoint } from '../../support/crash-plan.ts';

const RUNS = Number(process.env['TASK_RUNS'] ?? 500);
const operators = ['ada', 'bob', 'cay'] as const;
const HOUR_MS = 3_600_000;
const task = aTask({ taskId: 'task-1', priority: 'LOW' });

class Office {
  readonly journal = new InMemoryJournal();
  readonly lists = new InMemoryTaskIndex();
  now = TASK_OPENED_AT;

  deps(plan = new CrashPlan()) {
    const journal: Pick<Journal, 'insert' | 'read'> = plan.wrap(this.journal);
    return { journal, tasks: plan.wrap(this.lists), now: () => this.now, hasTime: () => true };
  }

  /** Does something that may die on its way. */
  async act<T>(crash: CrashPoint | undefined, work: (deps: ReturnType<Office['deps']>) => Promise<T>) {
    const plan = new CrashPlan(crash);
    return Promise.race([work(this.deps(plan)), plan.crashed.then(() => 'died' as const)]);
  }

  async state() {
    return taskStateOf(await this.journal.read(taskAggregate(task.taskId)));
  }

  async listed(): Promise<readonly TaskList[]> {
    const lists: readonly TaskList[] = ['open', 'expired', 'closed'];
    const pages = await Promise.all(lists.map((list) => this.lists.read(list)));
    return lists.filter((_, at) => (pages[at]?.tasks.length ?? 0) > 0);
  }
}

/** The specification of one task, without any journal: who holds it now. */
type Model = {
  isOpened: boolean;
  isExpired: boolean;
  holder?: string | undefined;
  result?: string | undefined;
};

type Step = fc.AsyncCommand<Model, Office>;

const step = (
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, office: Office) => Promise<void>,
): Step => ({
  check,
  run: async (model, office) => {
    await run(model, office);
    const state = await office.state();
    expect(state?.status).toBe(statusOf(model));
    if (state) expect([state.claimedBy, state.closed?.result]).toEqual([model.holder, model.result]);
    expect(state?.task.priority).toBe(model.isOpened ? (model.isExpired ? 'MEDIUM' : 'LOW') : undefined);
  },
  toString: () => name,
});

const statusOf = ({ isOpened, isExpired, holder, result }: Model) => {
  if (!isOpened) return undefined;
  if (result !== undefined) return 'CLOSED';
  return holder !== undefined ? 'CLAIMED' : isExpired ? 'EXPIRED' : 'OPEN';
};

const crashes = fc.option(
  fc.record({ call: fc.nat({ max: 4 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined, freq: 2 },
);

/** What a step that died may have done, or not: the model follows the facts there, and nothing else. */
const follow = async (model: Model, office: Office) => {
  const state = await office.state();
  Object.assign(model, {
    isOpened: state !== undefined,
    isExpired: state?.expiredAt !== undefined,
    holder: state?.claimedBy,
    result: state?.closed?.result,
  });
};

const opens = (crash: CrashPoint | undefined) =>
  step(
    `open ${JSON.stringify(crash)}`,
    () => true,
    async (model, office) => {
      const done = await office.act(crash, (deps) => createTaskOpener(deps)(task));
      if (done === 'died') return follow(model, office);
      expect(done).toBe(model.isOpened ? 'exists' : 'opened');
      model.isOpened = true;
    },
  );

const claims = (by: string, crash: CrashPoint | undefined) =>
  step(
    `${by} claims ${JSON.stringify(crash)}`,
    () => true,
    async (model, office) => {
      const done = await office.act(crash, (deps) => claimTask(task.taskId, by, deps));
      if (done === 'died') return follow(model, office);
      if (!model.isOpened) return expect(done.what).toBe('unknown-task');
      if (model.result !== undefined) return expect(done).toMatchObject({ what: 'refused', cause: 'CLOSED' });
      model.holder ??= by;
      expect(done.what).toBe(model.holder === by ? 'done' : 'refused');
    },
  );

const race = step(
  'all claim at once',
  ({ isOpened, result }) => isOpened && result === undefined,
  async (model, office) => {
    const outcomes = await Promise.all(operators.map((by) => claimTask(task.taskId, by, office.deps())));
    const winners = operators.filter((_, at) => outcomes[at]?.what === 'done');
    expect(winners).toHaveLength(1);
    if (model.holder !== undefined) expect(winners).toEqual([model.holder]);
    model.holder = winners[0];
  },
);

const closes = (by: string, force: boolean, crash: CrashPoint | undefined) =>
  step(
    `${by} closes ${force} ${JSON.stringify(crash)}`,
    () => true,
    async (model, office) => {
      const act = { by, result: `DONE_BY_${by}`, force };
      const done = await office.act(crash, (deps) => closeTask(task.taskId, act, deps));
      if (done === 'died') return follow(model, office);
      if (!model.isOpened) return expect(done.what).toBe('unknown-task');
      if (model.result === undefined && (force || model.holder === by)) model.result = act.result;
      expect(done.what).toBe(model.result === act.result ? 'done' : 'refused');
    },
  );

const sweeps = (hours: number, crash: CrashPoint | undefined) =>
  step(
    `${hours} h later ${JSON.stringify(crash)}`,
    () => true,
    async (model, office) => {
      office.now += hours * HOUR_MS;
      const done = await office.act(crash, expireTasks);
      if (done === 'died') return follow(model, office);
      expect(done.failures).toEqual([]);
      // A task of which only the fact was written is listed once somebody touches it.
      const isListed = (await office.listed()).some((list) => list !== 'closed');
      const isDue = model.isOpened && model.result === undefined && office.now > task.expiresAt;
      if (isDue && !model.isExpired && isListed) Object.assign(model, { isExpired: true, holder: undefined });
    },
  );

const steps: fc.Arbitrary<Step>[] = [
  crashes.map(opens),
  fc.tuple(fc.constantFrom(...operators), crashes).map(([by, crash]) => claims(by, crash)),
  fc.constant(race),
  fc
    .tuple(fc.constantFrom(...operators), fc.boolean(), crashes)
    .map(([by, force, crash]) => closes(by, force, crash)),
  fc.tuple(fc.nat({ max: 2 }), crashes).map(([hours, crash]) => sweeps(hours, crash)),
];

describe('tasks for people', () => {
  it('have one holder at a time and one result, whoever acts at once and whoever dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { size: '+1' }), async (commands) => {
        const office = new Office();
        await fc.asyncModelRun(
          () => ({ model: { isOpened: false, isExpired: false }, real: office }),
          commands,
        );
        await createTaskOpener(office.deps())(task); // whoever asked for it asks again, if it died
        const state = await office.state();
        const list = state?.closed ? 'closed' : state?.expiredAt === undefined ? 'open' : 'expired';
        expect(await office.listed()).toEqual([list]);
      }),
      { numRuns: RUNS },
    );
  });

  it('are opened once, claimed by one and found in the right list, wherever the process dies', async () => {
    const open: CrashCase = async () => {
      const office = new Office();
      return {
        invoke: async (plan) => {
          const deps = office.deps(plan);
          await createTaskOpener(deps)(task);
          office.now = task.expiresAt + 1;
          await expireTasks(deps);
          await claimTask(task.taskId, 'ada', deps);
          await closeTask(task.taskId, { by: 'ada', result: 'DONE', force: false }, deps);
          return true;
        },
        check: async () => {
          expect(office.journal.all().map(({ key }) => key)).toEqual([
            'task-opened',
            'task-expired',
            'task-claimed#2',
            'task-closed',
          ]);
          expect(await office.listed()).toEqual(['closed']);
        },
      };
    };

    expect(await dieEverywhere(open)).toBeGreaterThan(20);
  });

  it('are looked at by the sweep with one call where none is due', async () => {
    const office = new Office();
    await createTaskOpener(office.deps())(task);
    const plan = new CrashPlan();

    expect(await expireTasks(office.deps(plan))).toEqual({ expired: [], failures: [] });

    expect(plan.calls).toBe(1);
  });
});
