import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commandAggregate, fact, rejectionAggregate } from '../../../shared/journal/command-facts.ts';
import { commandSubject } from '../../../shared/journal/command-subject.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { aContextUpdate } from '../../support/a-context-update.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aCanary } from '../../support/canary.ts';
import type { CrashPoint } from '../../support/crash-plan.ts';
import { aDeadLetter, ParkingWorld } from '../../support/parking-world.ts';

const AT = 1_700_000_000_000;

/** A world with one command's message in the dead-letter queue of its lane. */
const aWorld = async (attributes: Record<string, string> = {}) => {
  const world = new ParkingWorld();
  const lane = aLaneMessage();
  const record = aDeadLetter(lane, 'lane', attributes);
  world.waiting.push(record);
  const commandId = lane.message.messageId;
  const [aggregate, subject] = [commandAggregate(commandId), commandSubject(lane)];
  const claimed = (deadlineAt: number) =>
    fact('claimed', aggregate, AT, { ...subject, attempt: 1, owner: 'o', deadlineAt });
  const notAccepted = fact('not-accepted', aggregate, AT, { attempt: 1, cause: 'THROTTLED' });
  const unknown = fact('unknown', aggregate, AT, { ...subject, attempt: 1, cause: 'TIMEOUT' });
  const sent = fact('sent', aggregate, AT, { ...subject, attempt: 1, providerMessageId: 'p', startedAt: AT });
  const facts = { claimed, notAccepted, unknown, sent };
  return { world, lane, record, commandId, aggregate, subject, facts, id: record.messageId };
};

describe('dead-letter triage', () => {
  it('parks a command with its cause, keeps its body and empties the queue', async () => {
    const { world, lane, commandId, id } = await aWorld();

    await world.triage();

    expect(await world.status(commandId)).toBe('PARKED');
    expect(await world.keysOf(commandId)).toEqual([`parked#0#${id}`]);
    const [parked] = await world.parked();
    expect(parked).toMatchObject({ id, tier: 'HIGH', cause: 'RECEIVES_USED_UP', attempt: 0, parkedAt: AT });
    expect(parked && JSON.parse((await world.lot.get(parked)) ?? '')).toEqual(lane);
    expect(world.ports.lines.some((line) => line.includes('"PARKED":1'))).toBe(true);
  });

  it.each([
    ['an agent that set it aside', { 'switchboard-cause': 'BREAKER_OPEN' }, 'BREAKER_OPEN', 'SET_ASIDE'],
    ['a missing part', { 'switchboard-cause': 'CONFIGURATION:templ-1' }, 'CONFIGURATION:templ-1', 'PARKED'],
    ['the bus', { ERROR_CODE: 'NO_PERMISSIONS' }, 'UNDELIVERED:NO_PERMISSIONS', 'PARKED'],
    ['nobody, in words', { 'switchboard-cause': 'Ada Lovelace' }, 'RECEIVES_USED_UP', 'PARKED'],
  ])(
    'takes the cause from %s, and counts what waits for an event apart',
    async (_, attributes, cause, outcome) => {
      const { world } = await aWorld(attributes);

      await world.triage();

      expect((await world.parked())[0]?.cause).toBe(cause);
      expect(world.ports.lines.some((line) => line.includes(`"${outcome}":1`))).toBe(true);
    },
  );

  it('parks again what is proven not to have been taken, with no attempt open', async () => {
    const { world, commandId, facts, id } = await aWorld();
    await world.journal.insert([facts.claimed(AT), facts.notAccepted]);

    await world.triage();

    expect(await world.keysOf(commandId)).toContain(`parked#0#${id}`);
    expect(await world.status(commandId)).toBe('PARKED');
  });

  it('waits for an owner that may be alive, then says that nobody knows and parks the open attempt', async () => {
    const { world, commandId, facts, id } = await aWorld();
    await world.journal.insert([facts.claimed(world.now + 2500)]);

    await world.triage();

    expect(await world.keysOf(commandId)).toEqual(['claimed#1', 'unknown#1', `parked#1#${id}`]);
    expect((await world.parked())[0]?.attempt).toBe(1);
    expect(world.ports.lines.filter((line) => line.includes('CLAIMED_ELSEWHERE'))).not.toEqual([]);
  });

  it('parks an UNKNOWN command with the attempt that stays open', async () => {
    const { world, commandId, facts, id } = await aWorld();
    await world.journal.insert([facts.claimed(AT), facts.unknown]);

    await world.triage();

    expect(await world.keysOf(commandId)).toEqual(['claimed#1', 'unknown#1', `parked#1#${id}`]);
  });

  it('drops the message of a command that has ended', async () => {
    const { world, commandId, facts, id } = await aWorld();
    await world.journal.insert([facts.claimed(AT), facts.sent]);

    await world.triage();

    expect(await world.keysOf(commandId)).toContain(`duplicate#${id}`);
    expect(await world.parked()).toEqual([]);
  });

  it('drops a message that was released before its deletion was', async () => {
    const { world, aggregate, subject, id } = await aWorld();
    const parked = { ...subject, attempt: 0, intakeId: id, cause: 'RECEIVES_USED_UP' };
    await world.journal.insert([
      fact('parked', aggregate, AT, parked),
      fact('released', aggregate, AT, { ...subject, attempt: 0, parking: `parked#0#${id}`, by: 'OPERATOR' }),
    ]);

    await world.triage();

    expect(await world.parked()).toEqual([]);
  });

  it("parks the coordinator's messages: commands under their ids and tier, the rest under its own", async () => {
    const world = new ParkingWorld();
    const command = aSendEmailCommand({ priority: 'CRITICAL' });
    const submitted = aDeadLetter({ id: 'e-1', detail: command }, 'coordinator');
    const update = aDeadLetter({ id: 'e-2', detail: aContextUpdate('cust-7', {}) }, 'coordinator');
    const broken = aDeadLetter('{"detail":', 'coordinator');
    world.waiting.push(submitted, update, broken);

    await world.triage();

    const parked = new Map((await world.parked('coordinator')).map((message) => [message.id, message]));
    expect(parked.get(submitted.messageId)).toMatchObject({
      tier: 'CRITICAL',
      aggregate: commandAggregate(command.messageId),
      subject: { agentType: 'coordinator', commandType: 'SEND_EMAIL', customerId: 'cust-456' },
    });
    expect(parked.get(update.messageId)).toMatchObject({ tier: 'MEDIUM', subject: { customerId: 'cust-7' } });
    expect(parked.get(broken.messageId)?.aggregate).toBe(rejectionAggregate(broken.messageId));
    expect(parked.get(broken.messageId)?.subject.customerId).toBeUndefined();
    const [told] = (await world.journal.read(rejectionAggregate(broken.messageId))).map(eventOfFact);
    expect(told).toMatchObject({
      source: 'coordinator',
      event: { type: 'MESSAGE_PARKED', status: 'PARKED' },
    });
  });

  it('drops what the coordinator did not finish where an agent has claimed it meanwhile', async () => {
    const { world, lane, facts, commandId } = await aWorld();
    world.waiting.splice(0, 1, aDeadLetter({ id: 'e', detail: lane.message }, 'coordinator'));
    await world.journal.insert([facts.claimed(world.now + 60_000)]);

    await world.triage();

    expect(await world.parked('coordinator')).toEqual([]);
    expect(await world.status(commandId)).toBe('IN_PROGRESS');
  });

  it('keeps nothing personal in the clear, whatever it could read of it', async () => {
    const world = new ParkingWorld();
    const canary = aCanary();
    const command = aSendEmailCommand({ email: `${canary.word}@example.com` });
    world.waiting.push(
      aDeadLetter({ id: 'e-1', detail: command }, 'coordinator'),
      aDeadLetter(aLaneMessage(command)),
      aDeadLetter({ v: 9, message: { command: { customerId: 'cust-1', name: canary.word } } }),
      aDeadLetter(`"${canary.word}`, 'receipts', { 'switchboard-cause': canary.word }),
    );

    await world.triage();

    expect(world.lot.size).toBe(4);
    for (const text of [world.lot.text(), JSON.stringify(world.journal.all()), world.ports.lines.join('\n')])
      expect(canary.isIn(text)).toBe(false);
    const [receipt] = await world.parked('receipts');
    expect(receipt && canary.isIn((await world.lot.get(receipt)) ?? '')).toBe(true);
  });

  it('leaves in its queue what it cannot keep, and parks the rest of the batch', async () => {
    const { world, commandId, record } = await aWorld();
    const put = world.lot.put.bind(world.lot);
    world.lot.put = async (parked, body) => {
      if (parked.id === record.messageId && world.now < 1_700_000_605_000) throw new Error('no bucket');
      return put(parked, body);
    };
    const other = aLaneMessage(aSendEmailCommand());
    world.waiting.push(aDeadLetter(other));

    await world.triage();

    expect(world.now).toBeGreaterThan(1_700_000_605_000);
    for (const id of [commandId, other.message.messageId]) expect(await world.status(id)).toBe('PARKED');
  });

  it('survives a crash at every await: listed once, with one fact', async () => {
    const first = await aWorld();
    await first.world.triage();
    expect(first.world.calls).toBeGreaterThanOrEqual(3);

    for (let call = 0; call < first.world.calls; call += 1) {
      for (const when of ['before', 'after'] as const satisfies CrashPoint['when'][]) {
        const { world, commandId, facts, id } = await aWorld();
        await world.journal.insert([facts.claimed(AT)]);

        await world.triage({ 0: { call, when }, 1: { call, when } });

        expect(await world.keysOf(commandId)).toEqual(['claimed#1', 'unknown#1', `parked#1#${id}`]);
        expect((await world.parked()).map((parked) => parked.id)).toEqual([id]);
      }
    }
  });

  it('parks a command again that was released and given up again', async () => {
    const { world, lane, aggregate, subject, commandId, id } = await aWorld();
    await world.triage();
    const parking = `parked#0#${id}`;
    const facts: Fact[] = [
      fact('released', aggregate, AT, { ...subject, attempt: 0, parking, by: 'OPERATOR' }),
    ];
    await world.journal.insert(facts);
    expect(await world.status(commandId)).not.toBe('PARKED');
    world.waiting.push({ ...aDeadLetter(lane), messageId: randomUUID() });

    await world.triage();

    expect(await world.status(commandId)).toBe('PARKED');
  });
});
