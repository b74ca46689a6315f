import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelOutcome } from '../../../shared/channels/channel.ts';
import type { Contact } from '../../../shared/channels/renderer.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf, isTerminal } from '../../../shared/journal/command-state.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aCustomer, aRenderedText } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aBasis, allowed, dropped } from '../../support/a-verdict.ts';
import type { CrashPoint } from '../../support/crash-plan.ts';
import { LaneWorld } from '../../support/lane-world.ts';

const throttled: ChannelOutcome = { kind: 'not-accepted', cause: 'THROTTLED' };
const refusedConnection: ChannelOutcome = { kind: 'not-accepted', cause: 'ECONNREFUSED' };

const statusOf = async (world: LaneWorld, commandId: string) =>
  commandStateOf(await world.journal.read(commandAggregate(commandId))).status;

/** Commands that a world starts with, and a name for the report. */
type Scenario = {
  readonly name: string;
  readonly commands: number;
  readonly copies: number;
  readonly world: () => LaneWorld;
};

const scenarios: readonly Scenario[] = [
  { name: 'a plain batch', commands: 3, copies: 1, world: () => new LaneWorld() },
  { name: 'copies of one command in a batch', commands: 2, copies: 3, world: () => new LaneWorld() },
  {
    name: 'a throttled first attempt',
    commands: 2,
    copies: 1,
    world: () => new LaneWorld({ answer: ({ attempt }) => (attempt === 1 ? throttled : undefined) }),
  },
  {
    name: 'a provider that answers nothing',
    commands: 2,
    copies: 1,
    world: () => new LaneWorld({ answer: () => ({ kind: 'unknown', cause: 'TimeoutError' }) }),
  },
  {
    name: 'a policy that turns to no after a second',
    commands: 2,
    copies: 2,
    world: () =>
      new LaneWorld({
        policy: (_, now) => (now < 1_700_000_001_000 ? allowed : dropped('OPTED_OUT')),
      }),
  },
];

const run = async ({ commands, copies, world: make }: Scenario, crashes: Record<number, CrashPoint>) => {
  const world = make();
  const ids = Array.from({ length: commands }, () => aSendEmailCommand());
  for (let copy = 0; copy < copies; copy += 1) for (const command of ids) world.put(aLaneMessage(command));
  await world.drain(crashes);
  return { world, ids: ids.map(({ messageId }) => messageId) };
};

const expectInvariants = async (world: LaneWorld, ids: readonly string[]) => {
  const listed = (await world.journal.listUnknown(1000)).map(({ aggregate }) => aggregate);
  for (const id of ids) {
    expect(world.accepted.filter(({ commandId }) => commandId === id).length).toBeLessThanOrEqual(1);
    const status = await statusOf(world, id);
    if (status === 'UNKNOWN') expect(listed).toContain(commandAggregate(id));
    else expect(isTerminal(status), `${id} is ${status}`).toBe(true);
  }
};

describe('createAgentHandler', () => {
  it('makes one claim call and one record call for a whole batch', async () => {
    const { world } = await run({ name: '', commands: 10, copies: 1, world: () => new LaneWorld() }, {});

    // Reads of customers and switches, ten policy checks, ten renderings, ten provider calls, one claim, one record.
    expect(world.portCalls).toBe(34);
    expect(world.accepted).toHaveLength(10);
  });

  it('sends a command once that comes ten times, also in two batches at once', async () => {
    const command = aSendEmailCommand();
    const world = new LaneWorld();
    for (let copy = 0; copy < 20; copy += 1) world.put(aLaneMessage(command));

    await Promise.all([world.drain(), world.drain()]);

    expect(world.accepted).toHaveLength(1);
    expect(await statusOf(world, command.messageId)).toBe('SENT');
  });

  it('delivers nine of ten when one record is broken, and rejects that one by name', async () => {
    const world = new LaneWorld();
    for (let at = 0; at < 9; at += 1) world.put(aLaneMessage());
    world.put('{"v":1');

    await world.drain();

    expect(world.accepted).toHaveLength(9);
    const rejected = world.journal.all().filter(({ type }) => type === 'rejected');
    expect(rejected.map(({ body }) => body)).toMatchObject([
      { issues: [{ path: 'body', rule: 'must be JSON' }] },
    ]);
  });

  for (const refusal of [throttled, refusedConnection]) {
    it(`sends as a next attempt what the provider did not take (${'cause' in refusal ? refusal.cause : ''})`, async () => {
      const command = aSendEmailCommand();
      const world = new LaneWorld({ answer: ({ attempt }) => (attempt < 3 ? refusal : undefined) });
      world.put(aLaneMessage(command));

      await world.drain();

      expect(world.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(world.accepted).toHaveLength(1);
      expect(await statusOf(world, command.messageId)).toBe('SENT');
    });
  }

  it('records a denial with its reasons and calls no provider', async () => {
    const command = aSendEmailCommand();
    const world = new LaneWorld({ policy: () => dropped('SUPPRESSED_ADDRESS') });
    world.put(aLaneMessage(command));

    await world.drain();

    expect(world.calls).toEqual([]);
    const facts = await world.journal.read(commandAggregate(command.messageId));
    expect(facts).toMatchObject([{ type: 'suppressed', body: { reasons: ['SUPPRESSED_ADDRESS'] } }]);
  });

  it('sends no other version of a template than the gate looked at', async () => {
    const world: LaneWorld = new LaneWorld({
      policy: (_, now) => ({
        answers: [],
        verdict: { kind: 'ALLOW', basis: aBasis, templateVersion: now < 1_700_000_000_500 ? 'v0' : 'v1' },
      }),
    });
    world.put(aLaneMessage());

    await world.drain();

    expect(world.ports.lines.filter((line) => line.includes('TEMPLATE_CHANGED'))).toHaveLength(1);
    expect(world.journal.all().map(({ key }) => key)).toEqual(['claimed#1', 'sent#1']);
  });

  it('keeps batch mates of a poison message out of the dead-letter queue', async () => {
    const poison = aSendEmailCommand();
    const mates = Array.from({ length: 9 }, () => aSendEmailCommand());
    const crashing: LaneWorld = new LaneWorld({
      render: async ({ lane }) =>
        lane.message.messageId === poison.messageId
          ? crashing.crashNow()
          : { ok: true, value: aRenderedText },
    });
    for (const command of [...mates, poison]) crashing.put(aLaneMessage(command));

    await crashing.drain();

    expect(crashing.accepted).toHaveLength(9);
    expect(crashing.deadLetters).toHaveLength(1);
    expect(crashing.deadLetters[0]?.body).toMatchObject({ message: { messageId: poison.messageId } });
  });

  for (const scenario of scenarios) {
    it(`survives a crash at every await of every invocation: ${scenario.name}`, async () => {
      const { world: calm, ids } = await run(scenario, {});
      await expectInvariants(calm, ids);
      const points = calm.portCalls;
      for (let invocation = 0; invocation < 3; invocation += 1) {
        for (let call = 0; call <= points; call += 1) {
          for (const when of ['before', 'after'] as const) {
            const crashed = await run(scenario, { [invocation]: { call, when } });
            await expectInvariants(crashed.world, crashed.ids);
          }
        }
      }
    });

    it(`survives several crashes at random: ${scenario.name}`, async () => {
      const point = fc.record({
        call: fc.nat(20),
        when: fc.constantFrom('before' as const, 'after' as const),
      });
      const plan = fc.dictionary(fc.constantFrom('0', '1', '2', '3'), point);
      await fc.assert(
        fc.asyncProperty(plan, async (crashes) => {
          const { world, ids } = await run(scenario, crashes);
          await expectInvariants(world, ids);
        }),
        { numRuns: 200 },
      );
    });
  }

  it('never shows personal data in facts, log or metrics', async () => {
    const canary = 'CANARY-ada-lovelace';
    const command = aSendEmailCommand({ email: `${canary}@example.com` });
    const world = new LaneWorld({ answer: () => ({ kind: 'refused', cause: 'MessageRejected' }) });
    world.put(aLaneMessage(command));
    world.put({ ...aLaneMessage(aSendEmailCommand({ email: `${canary}@example.com` })), tier: canary });

    await world.drain();

    const written = JSON.stringify(world.journal.all()) + world.ports.lines.join('\n');
    expect(written).toContain('rejected');
    expect(written).not.toContain(canary);
  });

  it('loads what a command does not carry, and lays over it what it does', async () => {
    const rendered: Contact[] = [];
    const world = new LaneWorld({
      render: async (contact) => {
        rendered.push(contact);
        return { ok: true, value: aRenderedText };
      },
    });
    await world.customers.put(aCustomer({ attributes: { plan: 'gold' } }));
    const command = aSendEmailCommand();
    const customerData = await world.cipher.encrypt('cust-456', { email: 'new@example.com' });
    world.put(
      aLaneMessage({
        ...command,
        command: { ...command.command, context: { ...command.command.context, customerData } },
      }),
    );

    await world.drain();

    expect(rendered.map(({ recipient }) => recipient)).toMatchObject([
      {
        addresses: { email: 'new@example.com', phone: '+14255550182' },
        locale: 'en-GB',
        values: { name: 'Ada Lovelace', plan: 'gold', email: 'new@example.com' },
      },
    ]);
  });

  for (const [name, customerId, customerData, path] of [
    ['of a customer that nobody knows', 'cust-999', undefined, 'command.customerId'],
    ["under another customer's key", 'cust-456', 'cust-999', 'command.context.customerData'],
  ] as const) {
    it(`fails a command ${name} before any claim, by naming ${path}`, async () => {
      const world = new LaneWorld();
      const command = aSendEmailCommand({ customerId });
      const encrypted =
        customerData && (await world.cipher.encrypt(customerData, { email: 'x@example.com' }));
      const context = encrypted === undefined ? {} : { customerData: encrypted };
      world.put(aLaneMessage({ ...command, command: { ...command.command, context } }));

      await world.drain();

      const facts = await world.journal.read(commandAggregate(command.messageId));
      expect(facts).toMatchObject([{ type: 'failed', body: { attempt: 0, issues: [{ path }] } }]);
    });
  }

  it('parks what is part of a loop and expires what is older than the claims, before any claim', async () => {
    const world = new LaneWorld();
    const looping = { ...aSendEmailCommand(), correlation: { hops: 17 } };
    const old = aSendEmailCommand();
    world.put(aLaneMessage(looping));
    const longAgo = world.now - 31 * 86_400_000;
    world.put({ ...aLaneMessage(old), acceptedAt: longAgo, dueAt: longAgo });
    const planned = aSendEmailCommand();
    world.put({ ...aLaneMessage(planned), acceptedAt: longAgo });

    await world.drain();

    expect(world.calls.map(({ commandId }) => commandId)).toEqual([planned.messageId]);
    expect(await statusOf(world, looping.messageId)).toBe('PARKED');
    expect(await statusOf(world, old.messageId)).toBe('EXPIRED');
  });

  it('leaves an expired claim UNKNOWN instead of contacting twice', async () => {
    const command = aSendEmailCommand();
    const world = new LaneWorld();
    const lane = aLaneMessage(command);
    await world.journal.insert([
      fact('claimed', commandAggregate(command.messageId), world.now - 60_000, {
        agentType: 'email',
        identity: lane.identity,
        commandType: 'SEND_EMAIL',
        customerId: 'cust-456',
        attempt: 1,
        owner: 'a function that died',
        deadlineAt: world.now - 50_000,
      }),
    ]);
    world.put(lane);

    await world.drain();

    expect(world.calls).toEqual([]);
    expect(await statusOf(world, command.messageId)).toBe('UNKNOWN');
    // The alarm `outcome-unknown` watches this metric.
    expect(world.ports.lines).toContainEqual(expect.stringContaining('"UNKNOWN":1'));
  });
});
