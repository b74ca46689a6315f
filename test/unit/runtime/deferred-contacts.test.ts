import { describe, expect, it } from 'vitest';
import { CAMPAIGNS_CONTROL } from '../../../shared/campaigns/campaign-switch.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { InMemoryCapLedger } from '../../../shared/policy/adapters/in-memory-cap-ledger.ts';
import type { ContactPolicies, Purpose } from '../../../shared/policy/contact-policies.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { aGateWorld } from '../../support/gate-world.ts';
import type { LaneWorld, WorldOptions } from '../../support/lane-world.ts';

const DAY_MS = 86_400_000;
/** The worlds begin at 22:13 UTC. */
const MORNING = Date.parse('2023-11-15T08:00:00Z');
const quiet: Purpose = { basis: 'contract', quietHours: { all: { from: '20:00', until: '08:00' } } };
const once: Purpose = { basis: 'contract', caps: [{ most: 1, per: { days: 1 } }] };

const policiesOf = (news: Purpose): ContactPolicies => ({
  purposes: { news },
  defaultPurpose: 'news',
  defaultClassification: 'PERSONAL',
  highestClassification: {},
  highestClassificationElsewhere: 'FINANCIAL',
});

const aWorld = async (news: Purpose, options: Omit<WorldOptions, 'policy'> = {}) => {
  const { world, controls } = aGateWorld(options, policiesOf(news));
  await world.customers.put(aCustomer());
  return { world, controls };
};

/** What the sweep of timers does once they are due. */
const fire = async (world: LaneWorld, at: number) => {
  world.pass(at - world.now);
  const due = world.timers.all().filter(({ dueAt }) => dueAt <= at);
  for (const { entry } of due) world.put(entry.message);
  await world.timers.remove(due);
};

const put = (world: LaneWorld) => {
  const command = aReferringCommand();
  world.put(aLaneMessage(command, world.now));
  return command.messageId;
};

const keysOf = async (world: LaneWorld, commandId: string) =>
  (await world.journal.read(commandAggregate(commandId))).map(({ key }) => key);

describe('a contact in quiet hours', () => {
  it('leaves its lane for a timer, is told as put off, and goes out when it may, with a deadline from then', async () => {
    const { world } = await aWorld(quiet);
    const commandId = put(world);

    await world.drain();

    expect(world.calls).toEqual([]);
    expect(await keysOf(world, commandId)).toEqual(['deferred#1']);
    const [event] = world.journal.all().flatMap((fact) => eventOfFact(fact) ?? []);
    expect(event?.event).toMatchObject({
      type: 'CONTACT_DEFERRED',
      metadata: { until: new Date(MORNING).toISOString(), reasons: ['QUIET_HOURS'] },
    });
    expect(world.timers.all()).toMatchObject([
      { commandId, dueAt: MORNING, cause: 'DEFERRED', entry: { message: { dueAt: MORNING } } },
    ]);
    await fire(world, MORNING);
    await world.drain();
    expect(await keysOf(world, commandId)).toEqual(['deferred#1', 'claimed#1', 'sent#1']);
  });

  it('is contacted once and put off once, wherever its function dies', async () => {
    const probe = await aWorld(quiet);
    put(probe.world);
    await probe.world.drain();
    expect(probe.world.portCalls).toBeGreaterThan(3);
    for (let call = 0; call < probe.world.portCalls; call += 1)
      for (const when of ['before', 'after'] as const) {
        const { world } = await aWorld(quiet);
        const commandId = put(world);

        await world.drain({ 0: { call, when } });
        await fire(world, MORNING);
        await world.drain();

        expect(world.accepted, `${when} call ${call}`).toHaveLength(1);
        expect(await keysOf(world, commandId)).toEqual(['deferred#1', 'claimed#1', 'sent#1']);
      }
  });
});

describe('a contact beyond a cap', () => {
  it('waits until there is room, while another command of the same batch goes out', async () => {
    const { world } = await aWorld(once);
    const ids = [put(world), put(world)];

    await world.drain();

    const until = world.timers.all()[0]?.dueAt ?? 0;
    expect(world.accepted).toHaveLength(1);
    expect(until).toBeGreaterThan(world.now + DAY_MS - 60_000);
    await fire(world, until);
    await world.drain();
    const states = await Promise.all(ids.map((id) => world.journal.read(commandAggregate(id))));
    expect(states.map((facts) => commandStateOf(facts).status)).toEqual(['SENT', 'SENT']);
  });

  it('ends where the policy says so', async () => {
    const { world } = await aWorld({ ...once, beyondCap: 'DROP' });
    put(world);
    put(world);

    await world.drain();

    const [dropped] = world.journal.all().filter(({ type }) => type === 'suppressed');
    expect(dropped?.body).toMatchObject({ reasons: ['FREQUENCY_CAP:news'] });
    expect(world.accepted).toHaveLength(1);
  });

  it('is counted over lanes, and by one that was not sent its place is given back', async () => {
    const caps = new InMemoryCapLedger();
    const refused = { kind: 'refused', cause: 'MessageRejected', blame: 'recipient' } as const;
    const first = await aWorld(once, { caps, answer: () => refused });
    const second = await aWorld(once, { caps });
    const third = await aWorld(once, { caps });

    for (const { world } of [first, second, third]) {
      put(world);
      await world.drain();
    }

    expect([first, second, third].map(({ world }) => world.accepted.length)).toEqual([0, 1, 0]);
    expect(third.world.timers.all()).toHaveLength(1);
  });

  it('is counted once for all of its attempts, and never beyond the cap, wherever a function dies', async () => {
    const answer = ({ attempt }: { readonly attempt: number }) =>
      attempt === 1 ? ({ kind: 'not-accepted', cause: 'THROTTLED' } as const) : undefined;
    const probe = await aWorld(once, { answer });
    put(probe.world);
    await probe.world.drain();
    for (let call = 0; call < probe.world.portCalls; call += 1)
      for (const when of ['before', 'after'] as const) {
        const { world } = await aWorld(once, { answer });
        put(world);

        await world.drain({ 0: { call, when } });
        put(world);
        await world.drain();

        const [record] = await world.caps.read([{ customerId: 'cust-456', purpose: 'news' }]);
        expect(record?.uses, `${when} call ${call}`).toHaveLength(1);
        expect(world.accepted.length).toBeLessThanOrEqual(1);
      }
  });
});

describe('a contact of a campaign', () => {
  const hold = async (state: string) => {
    const { world, controls } = await aWorld({ basis: 'contract' });
    await controls.write(CAMPAIGNS_CONTROL, { version: 1, value: { holds: { 'camp-123': state } } });
    put(world);
    await world.drain();
    expect(world.calls).toEqual([]);
    return world;
  };

  it('is set aside while the campaign is paused', async () => {
    expect((await hold('PAUSED')).aside.map(({ cause }) => cause)).toEqual(['CAMPAIGN_PAUSED']);
  });

  it('ends as CANCELLED once the campaign is', async () => {
    const [fact] = (await hold('CANCELLED')).journal.all();
    expect(fact).toMatchObject({ type: 'cancelled', body: { cause: 'CAMPAIGN_CANCELLED' } });
  });

  it('is dropped once the budget is spent', async () => {
    const [fact] = (await hold('SPENT')).journal.all();
    expect(fact).toMatchObject({ type: 'suppressed', body: { reasons: ['BUDGET_SPENT'] } });
  });
});
