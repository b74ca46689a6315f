import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelOutcome } from '../../../shared/channels/channel.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { commandStateOf, isTerminal } from '../../../shared/journal/command-state.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { type ChannelName, ChannelWorld, channels } from '../../support/channel-world.ts';

const accepted: ChannelOutcome = { kind: 'accepted', providerMessageId: 'p-1' };
const refused: ChannelOutcome = { kind: 'refused', cause: 'MessageRejected', blame: 'recipient' };
const unknown: ChannelOutcome = { kind: 'unknown', cause: 'TimeoutError', blame: 'provider' };
const throttled: ChannelOutcome = { kind: 'not-accepted', cause: 'THROTTLED', blame: 'provider' };

const opposed = { reason: 'OPTED_OUT', recordedBy: 'x', at: '2024-01-01T00:00:00Z', source: 's' } as const;

/** A world with one command for one customer. */
const aWorldWith = async (
  options: ConstructorParameters<typeof ChannelWorld>[0],
  customer: Parameters<typeof aCustomer>[0] = {},
) => {
  const world = new ChannelWorld(options);
  await world.customers.put(aCustomer(customer));
  const command = aReferringCommand();
  world.put(aLaneMessage(command));
  const keys = async () =>
    (await world.journal.read(commandAggregate(command.messageId))).map(({ key }) => key);
  return { world, command, keys };
};

const channelsOf = (world: ChannelWorld) => world.calls.map(({ channel }) => channel);

describe('a command whose template names other channels', () => {
  it('goes on by the next one after its address is refused, as one command with one timeline', async () => {
    const { world, command, keys } = await aWorldWith({
      answer: ({ channel }) => (channel === 'email' ? refused : accepted),
    });

    await world.drain();

    expect(await keys()).toEqual(['claimed#1', 'not-accepted#1', 'fell-back#1#sms', 'claimed#2', 'sent#2']);
    expect(channelsOf(world)).toEqual(['email', 'sms']);
    const events = world.journal.all().flatMap((fact) => eventOfFact(fact) ?? []);
    expect(events).toMatchObject([
      {
        source: 'email-agent-001',
        event: {
          type: 'CONTACT_FELL_BACK',
          metadata: { from: 'email', to: 'sms', cause: 'MessageRejected' },
        },
        correlation: { originalCommandId: command.messageId },
      },
      {
        source: expect.stringMatching(/^sms-agent-/),
        event: { type: 'SMS_SENT', status: 'SENT' },
        correlation: { originalCommandId: command.messageId, hops: 2 },
      },
    ]);
    expect(world.ports.lines.join()).toContain('"agentType":"email","FELL_BACK":1');
  });

  it('goes on unclaimed while the breaker of its channel is open, over as many channels as are down', async () => {
    const { world, keys } = await aWorldWith({ answer: () => accepted });
    await world.setBreaker('email', 'open');
    await world.setBreaker('sms', 'open');

    await world.drain();

    expect(await keys()).toEqual(['fell-back#0#sms', 'fell-back#0#phone', 'claimed#1', 'sent#1']);
    expect(channelsOf(world)).toEqual(['phone']);
  });

  it.each<[string, Parameters<typeof aWorldWith>[0]['answer'], string]>([
    ['an open attempt', () => unknown, 'unknown#1'],
    ['a message that our set-up forbids', () => ({ ...throttled, blame: 'sender' }), 'not-accepted#1'],
    ['a refusal that is not the recipient’s', () => ({ kind: 'refused', cause: 'X' }), 'failed#1'],
  ])('stays with its channel after %s', async (_, answer, end) => {
    const { world, keys } = await aWorldWith({ answer });

    await world.drain();

    expect((await keys()).at(-1)).toBe(end);
    expect(new Set(channelsOf(world))).toEqual(new Set(['email']));
  });

  it('does not go on where an attempt is open, though its channel is down by now', async () => {
    const { world, command, keys } = await aWorldWith({ answer: () => unknown });
    await world.step('email');
    await world.setBreaker('email', 'open');
    world.put(aLaneMessage(command)); // a copy of it

    await world.drain();

    expect((await keys()).filter((key) => !key.startsWith('duplicate'))).toEqual(['claimed#1', 'unknown#1']);
    expect(channelsOf(world)).toEqual(['email']);
  });

  it('fails, or is set aside, as ever where no further channel is left', async () => {
    const failing = await aWorldWith({ answer: () => refused });
    const waiting = await aWorldWith({ answer: () => accepted });
    for (const channel of channels) await waiting.world.setBreaker(channel, 'open');

    await failing.world.drain();
    await waiting.world.drain();

    expect(channelsOf(failing.world)).toEqual(['email', 'sms', 'phone']);
    expect((await failing.keys()).at(-1)).toBe('failed#3');
    expect(waiting.world.aside).toMatchObject([{ channel: 'phone', body: { fellFrom: ['email', 'sms'] } }]);
    expect(channelsOf(waiting.world)).toEqual([]);
  });

  it.each<[string, Parameters<typeof aCustomer>[0], ChannelName[]]>([
    ['has no number', { addresses: { email: 'ada@example.com' } }, ['email']],
    ['refuses text messages', { suppressions: [{ ...opposed, channel: 'sms' }] }, ['email', 'phone']],
    ['refuses everything', { suppressions: [{ ...opposed, channel: 'all' }] }, []],
    ['refuses this channel', { suppressions: [{ ...opposed, channel: 'email' }] }, []],
  ])('asks where the customer can and may be reached: one that %s', async (_, customer, called) => {
    const { world } = await aWorldWith({ answer: () => refused }, customer);

    await world.drain();

    expect(channelsOf(world)).toEqual(called);
  });

  it('gives the message again when it could not be put into the other lane, and never tries its own channel again', async () => {
    let refusals = 2;
    const { world, keys } = await aWorldWith({
      answer: ({ channel }) => (channel === 'email' ? refused : accepted),
      isSent: () => refusals-- <= 0,
    });

    await world.drain();

    expect(channelsOf(world)).toEqual(['email', 'sms']);
    expect(await keys()).toContain('sent#2');
  });

  it('is not sent by a provider that takes a command once where another channel’s attempt is open', async () => {
    const { world, command } = await aWorldWith({
      idempotent: 'sms',
      answer: ({ channel }) => (channel === 'email' ? unknown : accepted),
    });
    await world.setBreaker('email', 'open');
    await world.step('email'); // it is on its way by SMS
    await world.setBreaker('email', 'close');
    world.now += 2000;
    world.put(aLaneMessage(command)); // a copy of it
    await world.step('email');

    await world.drain();

    expect(channelsOf(world)).toEqual(['email']);
  });
});

const outcome = fc.oneof(
  { weight: 3, arbitrary: fc.constant(refused) },
  { weight: 2, arbitrary: fc.constant(accepted) },
  { weight: 2, arbitrary: fc.constant(throttled) },
  { weight: 1, arbitrary: fc.constant(unknown) },
);
const channel = fc.constantFrom(...channels);
const scenario = fc.record({
  answers: fc.array(outcome, { minLength: 3, maxLength: 20 }),
  copies: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  bans: fc.array(fc.constantFrom('email', 'sms', 'phone', 'all', undefined, undefined, undefined), {
    minLength: 3,
    maxLength: 3,
  }),
  losses: fc.array(fc.boolean(), { maxLength: 4 }),
  idempotent: fc.option(channel, { nil: undefined }),
  turns: fc.array(
    fc.record({
      channel,
      breaker: fc.option(fc.constantFrom('open' as const, 'close' as const), { nil: undefined }),
      crash: fc.option(
        fc.record({ call: fc.nat(14), when: fc.constantFrom('before' as const, 'after' as const) }),
        { nil: undefined },
      ),
      wait: fc.constantFrom(0, 1500, 8500, 40_000),
    }),
    { maxLength: 14 },
  ),
});

describe('commands over three channels', () => {
  it('are accepted once at most over all of them, end or are listed, and respect each ban, whatever fails and crashes', async () => {
    const seen = { fell: 0, fellHeldBack: 0, afterFall: 0, unknown: 0, aside: 0, crashes: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, async ({ answers, copies, bans, losses, idempotent, turns }) => {
        let turn = 0;
        const left = [...losses];
        const taken = new Map<string, ChannelName>();
        const again: string[] = [];
        const world = new ChannelWorld({
          isSent: () => left.shift() !== true,
          ...(idempotent ? { idempotent } : {}),
          answer: ({ channel, commandId }) => {
            const answer = answers[turn++ % answers.length] ?? accepted;
            const by = taken.get(commandId);
            if (by !== undefined && !(by === channel && channel === idempotent)) again.push(commandId);
            // An answer that proves nothing may hide an acceptance.
            if (answer.kind === 'accepted' || answer.kind === 'unknown') taken.set(commandId, channel);
            return answer;
          },
        });
        const ids = await Promise.all(
          copies.map(async (count, at) => {
            const ban = bans[at];
            const suppressions = ban === undefined ? [] : [{ ...opposed, channel: ban }];
            await world.customers.put(aCustomer({ customerId: `cust-${at}`, suppressions }));
            const command = aReferringCommand({ customerId: `cust-${at}` });
            for (let copy = 0; copy < count; copy += 1) world.put(aLaneMessage(command));
            return command.messageId;
          }),
        );
        for (const { channel, breaker, crash, wait } of turns) {
          if (breaker !== undefined) await world.setBreaker(channel, breaker);
          await world.step(channel, crash);
          if (crash !== undefined) seen.crashes += 1;
          world.now += wait;
        }
        await world.drain();

        expect(again).toEqual([]);
        for (const [at, id] of ids.entries()) {
          const facts = await world.journal.read(commandAggregate(id));
          const { status } = commandStateOf(facts);
          const isKept = world.aside.some(({ body }) => body.message.messageId === id);
          const told = facts.map(({ key }) => key).join(' ');
          expect(isTerminal(status) || status === 'UNKNOWN' || isKept, `${status} is no end: ${told}`).toBe(
            true,
          );
          const used = world.calls.filter(({ commandId }) => commandId === id).map((call) => call.channel);
          const ban = bans[at];
          expect(used.filter((by) => ban === 'all' || by === ban)).toEqual([]);
          const falls = facts.filter(({ type }) => type === 'fell-back');
          seen.fell += falls.length;
          seen.fellHeldBack += falls.filter(({ key }) => key.startsWith('fell-back#0')).length;
          if (used.some((by) => by !== 'email')) seen.afterFall += 1;
          if (status === 'UNKNOWN') seen.unknown += 1;
          if (isKept) seen.aside += 1;
        }
      }),
      { numRuns: 2000 },
    );
    // The property says something only where all of this happened.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(50);
  }, 120_000);
});

describe('an outage of a channel for 600 s', () => {
  it.each<[string, readonly ChannelName[]]>([
    ['e-mail alone', ['email']],
    ['every channel', channels],
  ])(
    'costs at most 1.2 calls a command, and loses and repeats nothing: %s',
    async (_, down) => {
      let isDown = true;
      let calls = 0;
      const failures = [throttled, unknown, { ...throttled, cause: 'ECONNREFUSED' }];
      const world = new ChannelWorld({
        answer: ({ channel }) =>
          isDown && down.includes(channel) ? (failures[calls++ % 3] ?? unknown) : accepted,
      });
      await world.customers.put(aCustomer());
      const functions = channels.flatMap((name) => [0, 1].map(() => [name, world.handlerOf(name)] as const));
      const second = async () => {
        for (const [name, handler] of functions) await world.step(name, undefined, handler);
        world.now += 1000;
      };
      const ids: string[] = [];
      for (let at = 0; at < 600; at += 1) {
        for (let nth = 0; nth < 10; nth += 1) {
          const command = aReferringCommand();
          ids.push(command.messageId);
          world.put(aLaneMessage(command));
        }
        await second();
      }
      const ratio = world.calls.length / ids.length;
      isDown = false;
      for (let at = 0; at < 3600 && world.waiting + world.aside.length > 0; at += 1) {
        for (const { body } of world.aside.splice(0)) world.put(body);
        await second();
      }

      const listed = world.journal.all().filter(({ type }) => type === 'unknown');
      const ended = [
        ...world.accepted.map(({ commandId }) => commandId),
        ...listed.map(({ aggregate }) => aggregate.replace('command#', '')),
      ];
      expect(ratio).toBeGreaterThan(0);
      expect(ratio).toBeLessThanOrEqual(1.2);
      expect(ended.toSorted()).toEqual(ids.toSorted());
      if (down.length === 1) expect(world.accepted.length).toBeGreaterThan(0.9 * ids.length);
    },
    120_000,
  );
});
