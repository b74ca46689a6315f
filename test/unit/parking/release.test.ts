import { describe, expect, it } from 'vitest';
import { policies } from '../../../config/policies.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { dropParked } from '../../../shared/parking/drop-parked.ts';
import { createExplain } from '../../../shared/parking/explain-contact.ts';
import { releaseInTurn } from '../../../shared/parking/release-in-turn.ts';
import { releaseParked } from '../../../shared/parking/release-parked.ts';
import { createContactPolicy } from '../../../shared/policy/contact-policy.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { allowed } from '../../support/a-verdict.ts';
import { CrashPlan, type CrashPoint } from '../../support/crash-plan.ts';
import { LaneWorld } from '../../support/lane-world.ts';
import { aDeadLetter, ParkingWorld } from '../../support/parking-world.ts';

const order = { by: 'OPERATOR', dryRun: false };

/** A lane that fails on its message until it is mended, and its triage, on one journal. */
const aParkedCommand = async () => {
  let broken = true;
  const lane = new LaneWorld({
    policy: () => {
      if (broken) throw new Error('the table does not answer');
      return allowed;
    },
  });
  const message = aLaneMessage(aSendEmailCommand(), lane.now);
  lane.put(message);
  await lane.drain();
  const world = new ParkingWorld(lane.journal);
  for (const { body } of lane.deadLetters) world.waiting.push(aDeadLetter(body));
  await world.triage();
  const [parked] = await world.parked();
  if (parked === undefined) throw new Error('nothing is parked');
  broken = false;
  const commandId = message.message.messageId;
  /** Lets the lane work on whatever was put back into it. */
  const work = async () => {
    lane.now = Math.max(lane.now, world.now);
    for (const { body } of world.returned.splice(0)) lane.put(JSON.parse(body));
    await lane.drain();
  };
  return { lane, world, parked, commandId, aggregate: commandAggregate(commandId), work };
};

describe('releaseParked', () => {
  it('sends a parked command once, with its own id, and a second redrive finds nothing', async () => {
    const { lane, world, parked, commandId, work } = await aParkedCommand();

    expect((await releaseParked(parked, order, world.releaseDeps())).outcome).toBe('RELEASED');
    await work();

    expect(lane.accepted.map((attempt) => attempt.commandId)).toEqual([commandId]);
    expect(await world.parked()).toEqual([]);
    expect((await releaseParked(parked, order, world.releaseDeps())).outcome).toBe('ENDED');
    await work();
    expect(lane.accepted).toHaveLength(1);
  });

  it('changes nothing in a dry run', async () => {
    const { world, parked } = await aParkedCommand();
    const before = world.journal.all().length;

    const result = await releaseParked(parked, { ...order, dryRun: true }, world.releaseDeps());

    expect(result.outcome).toBe('WOULD_RELEASE');
    expect(world.returned).toEqual([]);
    expect(world.journal.all()).toHaveLength(before);
    expect(await world.parked()).toHaveLength(1);
  });

  it('survives a crash at every await: nothing is lost, and nobody is contacted twice', async () => {
    const dry = await aParkedCommand();
    const plan = new CrashPlan();
    await releaseParked(dry.parked, order, dry.world.releaseDeps(plan));
    expect(plan.calls).toBe(5);

    for (let call = 0; call < plan.calls; call += 1) {
      for (const when of ['before', 'after'] as const satisfies CrashPoint['when'][]) {
        for (const worksBetween of [true, false]) {
          const { lane, world, parked, commandId, work } = await aParkedCommand();
          const dying = new CrashPlan({ call, when });
          await Promise.race([releaseParked(parked, order, world.releaseDeps(dying)), dying.crashed]);
          if (worksBetween) await work();

          await releaseInTurn(await world.parked(), order, {
            ...world.releaseDeps(),
            ratePerSecond: 1,
            sleep: async () => undefined,
          });
          await work();

          expect(lane.accepted, `${call} ${when}`).toHaveLength(1);
          expect(await world.status(commandId)).toBe('SENT');
          expect(await world.parked()).toEqual([]);
        }
      }
    }
  });

  it('refuses a command whose attempt is open until it is resolved as not taken', async () => {
    const { world, parked, aggregate, commandId } = await aParkedCommand();
    const { subject } = parked;
    const claimed = { ...subject, attempt: 1, owner: 'o', deadlineAt: world.now };
    await world.journal.insert([
      fact('claimed', aggregate, world.now, claimed),
      fact('unknown', aggregate, world.now, { ...subject, attempt: 1, cause: 'TIMEOUT' }),
    ]);

    const refused = await releaseParked(parked, order, world.releaseDeps());
    expect(refused).toMatchObject({ outcome: 'REFUSED', reason: 'OUTCOME_UNKNOWN' });
    expect(world.returned).toEqual([]);

    await world.journal.insert([
      fact('not-accepted', aggregate, world.now, { attempt: 1, cause: 'OPERATOR' }),
    ]);
    expect((await releaseParked(parked, order, world.releaseDeps())).outcome).toBe('RELEASED');
    expect(await world.status(commandId)).toBe('RETRYING');
  });

  it('forgets a command that ended meanwhile, and sends nothing', async () => {
    const { world, parked, aggregate } = await aParkedCommand();
    const receipt = { ...parked.subject, providerMessageId: 'p', occurredAt: '2026-11-24T12:00:00Z' };
    await world.journal.insert([fact('delivered', aggregate, world.now, receipt)]);

    expect((await releaseParked(parked, order, world.releaseDeps())).outcome).toBe('ENDED');
    expect([world.returned, await world.parked()]).toEqual([[], []]);
  });

  it.each([
    ['its customer was erased', 'BODY_GONE', (world: ParkingWorld) => world.keys.forget('cust-456')],
    [
      'its queue is gone',
      'NO_QUEUE',
      (world: ParkingWorld) => {
        world.returns.send = async () => 'no-queue';
      },
    ],
  ])('keeps a message parked where %s', async (_, reason, change) => {
    const { world, parked } = await aParkedCommand();
    change(world);

    const result = await releaseParked(parked, order, world.releaseDeps());

    expect(result).toMatchObject({ outcome: 'REFUSED', reason });
    expect(await world.parked()).toHaveLength(1);
  });

  it('asks the contact policy, and keeps parked what it denies', async () => {
    const { lane, world, parked } = await aParkedCommand();
    const { customers } = lane;
    await customers.put(aCustomer());
    const evidence = { at: '2026-11-24T12:00:00Z', source: 'test', evidenceId: 'e-1', recordedBy: 'test' };
    await customers.suppress('cust-456', { channel: 'all', reason: 'OPTED_OUT', ...evidence });
    const policy = createContactPolicy({
      channel: 'email',
      policies,
      templates: { get: async () => undefined },
      controls: { get: async () => ({ version: 0, value: undefined }) },
      now: () => lane.now,
    });
    const explain = createExplain({ customers, policyOf: () => policy });

    const result = await releaseParked(parked, order, { ...world.releaseDeps(), explain });

    expect(result).toMatchObject({ outcome: 'REFUSED', reason: 'DENIED: OPTED_OUT' });
    expect(world.returned).toEqual([]);
  });

  it('keeps its pace', async () => {
    const { world, parked } = await aParkedCommand();
    const waits: number[] = [];

    await releaseInTurn([parked], order, {
      ...world.releaseDeps(),
      ratePerSecond: 4,
      sleep: async (ms) => {
        waits.push(ms);
      },
    });

    expect(waits).toEqual([250]);
  });
});

describe('dropParked', () => {
  it('ends a command unsent, and forgets its body', async () => {
    const { world, parked, commandId } = await aParkedCommand();

    expect(await dropParked(parked, 'OBSOLETE', world.releaseDeps())).toBe('DROPPED');

    expect(await world.status(commandId)).toBe('CANCELLED');
    expect(world.lot.size).toBe(0);
    expect((await releaseParked(parked, order, world.releaseDeps())).outcome).toBe('ENDED');
  });

  it('refuses one whose customer may have been contacted', async () => {
    const { world, parked, aggregate } = await aParkedCommand();
    const claimed = { ...parked.subject, attempt: 1, owner: 'o', deadlineAt: world.now };
    await world.journal.insert([fact('claimed', aggregate, world.now, claimed)]);

    expect(await dropParked(parked, 'OBSOLETE', world.releaseDeps())).toBe('REFUSED');
    expect(world.lot.size).toBe(1);
  });
});
