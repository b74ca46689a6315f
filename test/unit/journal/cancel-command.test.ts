import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CancelResult, cancelCommand } from '../../../shared/journal/cancel-command.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { commandSubject } from '../../../shared/journal/command-subject.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { CrashPlan } from '../../support/crash-plan.ts';
import { LaneWorld, type WorldOptions } from '../../support/lane-world.ts';

/** A lane with one accepted command. */
const aWorld = async (options: WorldOptions = {}) => {
  const world = new LaneWorld(options);
  const message = aLaneMessage();
  const commandId = message.message.messageId;
  const aggregate = commandAggregate(commandId);
  await world.journal.insert([
    fact('accepted', aggregate, world.now, {
      ...commandSubject(message),
      tier: message.tier,
      source: 'crm',
      acceptedAt: world.now,
      dueAt: world.now,
      deadlineAt: world.now + 5000,
      schedule: 'NONE',
    }),
  ]);
  world.put(message);
  const cancel = (journal = world.journal as Parameters<typeof cancelCommand>[1]['journal']) =>
    cancelCommand({ commandId, cause: 'OPERATOR', by: 'ada' }, { journal, now: () => world.now });
  const stateNow = async () => commandStateOf(await world.journal.read(aggregate));
  return { world, cancel, stateNow };
};

/** Runs the agent, and cancels before or after its nth call of the journal. */
const cancelAt = async (nth: number, when: 'before' | 'after', options: WorldOptions) => {
  const { world, cancel, stateNow } = await aWorld(options);
  const results: CancelResult[] = [];
  const { insert } = world.journal;
  let calls = 0;
  let isCancelling = false;
  world.journal.insert = async (...args) => {
    if (isCancelling) return insert.apply(world.journal, args);
    calls += 1;
    const isNow = calls === nth;
    isCancelling = isNow;
    if (isNow && when === 'before') results.push(await cancel());
    isCancelling = false;
    const outcomes = await insert.apply(world.journal, args);
    isCancelling = isNow;
    if (isNow && when === 'after') results.push(await cancel());
    isCancelling = false;
    return outcomes;
  };
  await world.drain();
  return { world, result: results[0], state: await stateNow() };
};

const retried: WorldOptions = {
  answer: ({ attempt }) => (attempt === 1 ? { kind: 'not-accepted', cause: 'THROTTLED' } : undefined),
};

describe('cancelCommand', () => {
  it('takes a command back that waits, and its agent never sends it', async () => {
    const { world, cancel, stateNow } = await aWorld();

    expect(await cancel()).toMatchObject({ kind: 'CANCELLED' });
    await world.drain();

    expect(world.calls).toEqual([]);
    expect((await stateNow()).status).toBe('CANCELLED');
    expect(await cancel()).toMatchObject({ kind: 'CANCELLED' });
  });

  it.each([
    ['accepted at once', {}],
    ['throttled first', retried],
  ])(
    'either cancels and nothing is sent, or is too late, wherever the agent stands: %s',
    async (_, options) => {
      const kinds = new Set<string>();
      for (let nth = 1; nth <= 6; nth += 1) {
        for (const when of ['before', 'after'] as const) {
          const { world, result, state } = await cancelAt(nth, when, options);
          if (result === undefined) continue;
          kinds.add(result.kind);
          if (result.kind === 'CANCELLED') {
            expect(world.accepted).toEqual([]);
            expect(state.status).toBe('CANCELLED');
          } else {
            expect(world.accepted).toHaveLength(1);
            expect(state.status).toBe('SENT');
          }
        }
      }
      expect(kinds).toEqual(new Set(['CANCELLED', 'TOO_LATE']));
    },
  );

  it("tells the truth however its calls and the agent's fall between each other", async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.boolean(),
        fc.boolean(),
        async (scheduler, idempotent, isRetried) => {
          const { world, cancel, stateNow } = await aWorld({ idempotent, ...(isRetried ? retried : {}) });
          const { insert, read } = world.journal;
          world.journal.insert = async (...args) => {
            await scheduler.schedule(Promise.resolve());
            return insert.apply(world.journal, args);
          };
          world.journal.read = async (...args) => {
            await scheduler.schedule(Promise.resolve());
            return read.apply(world.journal, args);
          };

          const [result] = await scheduler.waitFor(Promise.all([cancel(), world.drain()]));
          const state = await scheduler.waitFor(stateNow());

          kinds.add(result.kind);
          expect(world.accepted).toHaveLength(result.kind === 'CANCELLED' ? 0 : 1);
          expect(state.status).toBe(result.kind === 'CANCELLED' ? 'CANCELLED' : 'SENT');
        },
      ),
    );
    expect(kinds).toEqual(new Set(['CANCELLED', 'TOO_LATE']));
  });

  it('never leads to a contact when it dies halfway, and ends when it is repeated', async () => {
    for (let call = 0; call < 3; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const { world, cancel, stateNow } = await aWorld();
        const plan = new CrashPlan({ call, when });
        await Promise.race([cancel(plan.wrap(world.journal)), plan.crashed]);

        expect(await cancel()).toMatchObject({ kind: 'CANCELLED' });
        await world.drain();

        expect(world.accepted).toEqual([]);
        expect((await stateNow()).status).toBe('CANCELLED');
      }
    }
  });

  it('knows what it cannot cancel', async () => {
    const { world, cancel } = await aWorld();
    await world.drain();

    expect(await cancel()).toEqual({ kind: 'TOO_LATE', status: 'SENT' });
    expect(
      await cancelCommand(
        { commandId: 'none', cause: 'OPERATOR', by: 'ada' },
        { journal: world.journal, now: Date.now },
      ),
    ).toEqual({ kind: 'TOO_LATE', status: 'NONE' });
  });
});
