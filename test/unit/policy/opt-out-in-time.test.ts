import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelOutcome } from '../../../shared/channels/channel.ts';
import { STOP_CONTROL } from '../../../shared/policy/stop-order.ts';
import { holdOpen } from '../../../shared/resilience/breaker.ts';
import { breakerControl } from '../../../shared/resilience/breaker-record.ts';
import { aService } from '../../support/a-breaker.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aGateWorld } from '../../support/gate-world.ts';

/** From an accepted opt-out to the start of the last send. */
const BOUND_MS = 5000;
/** What is left for a call's way from our last look at the clock onto the wire. */
const WIRE_MS = 1000;
const customers = ['cust-1', 'cust-2'] as const;

const throttled: ChannelOutcome = { kind: 'not-accepted', cause: 'THROTTLED' };
const customer = fc.constantFrom(...customers);
/** It happens when a port begins to wait for the nth time: before its effect, or between that and its answer. */
const onWait = fc.nat(40);
const optOut = fc.record({
  kind: fc.constant('opt-out' as const),
  onWait,
  customerId: customer,
  channel: fc.constantFrom('email', 'all'),
  source: fc.constantFrom('one-click-unsubscribe', 'sms-reply', 'ses-bounce', 'operator'),
});
const stop = fc.record({ kind: fc.constant('stop' as const), onWait });
const crash = fc.record({ call: fc.nat(20), when: fc.constantFrom('before' as const, 'after' as const) });

const scenario = fc.record({
  commands: fc.array(fc.record({ customerId: customer, copies: fc.integer({ min: 1, max: 2 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  orders: fc.array(fc.oneof(optOut, optOut, stop), { minLength: 1, maxLength: 4 }),
  /** Mostly quick; now and then a port hangs. */
  waits: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.nat(200) },
      { weight: 2, arbitrary: fc.integer({ min: 1000, max: 9000 }) },
    ),
    { minLength: 5, maxLength: 40 },
  ),
  throttles: fc.nat(3),
  /** Whether the first provider is down, so that all goes to the standby. */
  failsOver: fc.boolean(),
  crashes: fc.dictionary(fc.constantFrom('0', '1', '2'), crash),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

const range = (length: number): readonly number[] => Array.from({ length }, (_, at) => at);

const cycle = (values: readonly number[]) => {
  let at = 0;
  return () => values[at++ % values.length] ?? 0;
};

const run = async ({ commands, orders, waits, throttles, failsOver, crashes }: Scenario) => {
  const next = cycle(waits);
  const accepted: { readonly customerId?: string; readonly at: number }[] = [];
  let waited = 0;
  const { world, controls } = aGateWorld({
    takesMs: (port) => {
      for (const order of orders.filter(({ onWait: wanted }) => wanted === waited)) give(order);
      waited += 1;
      return port === 'provider' ? WIRE_MS : next();
    },
    answer: ({ attempt }) => (attempt <= throttles ? throttled : undefined),
    standby: ({ attempt }) =>
      attempt <= throttles ? throttled : { kind: 'accepted', providerMessageId: 'second' },
  });
  const give = (order: Scenario['orders'][number]) => {
    const at = new Date(world.now).toISOString();
    if (order.kind === 'stop') {
      void controls.write(STOP_CONTROL, { version: 1, value: { stopped: true, by: 'ada', at } });
      accepted.push({ at: world.now });
    } else {
      const { customerId, channel, source } = order;
      const evidence = { source, at, recordedBy: 'x' };
      void world.customers.suppress(customerId, { channel, reason: 'OPTED_OUT', ...evidence });
      accepted.push({ customerId, at: world.now });
    }
  };
  for (const customerId of customers) await world.customers.put(aCustomer({ customerId }));
  if (failsOver)
    await world.controls.write(breakerControl(aService), { version: 1, value: holdOpen(1, world.now) });
  const customerOf = new Map<string, string>();
  for (const { customerId, copies } of commands) {
    const command = aSendEmailCommand({ customerId });
    customerOf.set(command.messageId, customerId);
    for (let copy = 0; copy < copies; copy += 1) world.put(aLaneMessage(command));
  }
  await world.drain(crashes);
  const late = [...world.calls, ...world.standbyCalls].filter((call) =>
    accepted.some(
      ({ customerId, at }) =>
        (customerId === undefined || customerId === customerOf.get(call.commandId)) &&
        call.at > at + BOUND_MS,
    ),
  );
  return { world, late };
};

describe('an opt-out', () => {
  it('lets no send start more than 5 s later: slow ports, crashes, retries and copies included', async () => {
    const seen = { calls: 0, standbyCalls: 0, tooOld: 0, suppressed: 0, deadLetters: 0 };

    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { world, late } = await run(given);
        expect(late).toEqual([]);
        const causes = world.journal.all().map(({ body }) => ('cause' in body ? body.cause : ''));
        seen.calls += world.calls.length;
        seen.standbyCalls += world.standbyCalls.length;
        seen.tooOld += causes.filter((cause) => cause === 'VERDICT_TOO_OLD').length;
        seen.suppressed += world.journal.all().filter(({ type }) => type === 'suppressed').length;
        seen.deadLetters += world.deadLetters.length;
      }),
      { numRuns: 2000 },
    );

    // The property says something only where all of this happened.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(30);
  });

  it('is in time wherever it falls and whichever port then hangs, for how long soever', async () => {
    const scenarios = [2900, 3000, 3001, 3900, 4001, 5001, 9000].flatMap((hangs) =>
      range(14).flatMap((onWait) => range(14).map((hanging) => ({ hangs, onWait, hanging }))),
    );
    for (const { hangs, onWait: at, hanging } of scenarios) {
      const { late } = await run({
        commands: [{ customerId: 'cust-1', copies: 1 }],
        orders: [{ kind: 'opt-out', onWait: at, customerId: 'cust-1', channel: 'all', source: 'sms-reply' }],
        waits: range(40).map((wait) => (wait === hanging ? hangs : 0)),
        throttles: 0,
        failsOver: at % 2 === 0,
        crashes: {},
      });
      expect(late, `opt-out at wait ${at}, wait ${hanging} of ${hangs} ms`).toEqual([]);
    }
  });

  // A stop counts like an opt-out, and the switches may be a second old.
  it.each(
    [1000, 3000, 3001, 3200, 9000].flatMap((hangs) => range(8).map((hanging) => [hangs, hanging] as const)),
  )(
    'is followed by nothing that starts late where it was just missed: %i ms of waiting at wait %i',
    async (hangs, hanging) => {
      let wait = Number.NEGATIVE_INFINITY; // nothing takes time yet
      const { world, controls } = aGateWorld({
        takesMs: (port) => {
          wait += 1;
          if (port === 'provider') return wait < 0 ? 0 : WIRE_MS;
          return wait === hanging ? hangs : 0;
        },
      });
      await world.customers.put(aCustomer());
      world.put(aLaneMessage(aSendEmailCommand()));
      await world.drain(); // the switches were read now, and count for a second
      const stoppedAt = world.now;
      await controls.write(STOP_CONTROL, { version: 1, value: { stopped: true, by: 'ada', at: 'now' } });
      world.pass(899);
      wait = 0;
      world.put(aLaneMessage(aSendEmailCommand()));

      await world.drain();

      expect(world.calls.filter(({ at }) => at > stoppedAt + BOUND_MS)).toEqual([]);
    },
  );

  it('comes back with a fact when the verdict is too old, and is sent when it is asked anew', async () => {
    const { world } = aGateWorld({ takesMs: cycle([4000, ...Array.from({ length: 200 }, () => 0)]) });
    await world.customers.put(aCustomer());
    world.put(aLaneMessage(aSendEmailCommand()));

    await world.drain();

    expect(world.journal.all().map(({ key }) => key)).toEqual([
      'claimed#1',
      'not-accepted#1',
      'claimed#2',
      'sent#2',
    ]);
    expect(world.calls.map(({ attempt }) => attempt)).toEqual([2]);
  });
});
