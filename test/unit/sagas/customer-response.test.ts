import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sagas } from '../../../config/sagas.ts';
import type { SagaPlan } from '../../../shared/sagas/saga-plan.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aSagaFault, everyDeath } from '../../support/a-saga-fault.ts';
import { aCustomerResponse } from '../../support/a-saga-input.ts';
import { expressPlan } from '../../support/express-plan.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { openSagaWorld, runSagaToEnd, type SagaWorldOptions } from '../../support/saga-world.ts';

const standard = sagas['customer-response'];
/** Forces the third, or the fourth step to fail for good, as in a demonstration: no agent is called so. */
const nobody = { type: 'SEND_EMAIL', target: 'nobody', templateId: 'templ-789' };
const failures = {
  none: {},
  third: { followUp: nobody },
  fourth: { nextContact: { ...nobody, afterHours: 0.1 } },
};

type World = Awaited<ReturnType<typeof openSagaWorld>>;

const changed = { preferredChannel: 'sms', locale: 'de-DE', attributes: { mood: 'canary-mood' } };

/** What must hold whatever happened: all is done, or nothing of it is left. */
const expectOneOfTwo = async (world: World): Promise<void> => {
  const status = await world.status();
  const [customer, conversation] = [await world.customer(), await world.conversation()];
  const contacts = [await world.statusOf('follow-up'), await world.statusOf('next-contact')];
  const decided = world.journal.all().filter(({ type }) => type === 'saga-decided');
  expect(decided).toHaveLength(1);
  if (status === 'COMPLETED') {
    expect(customer).toMatchObject(changed);
    expect(conversation?.context).toMatchObject({ intent: 'QUESTION' });
    expect(contacts.filter((each) => !['ACCEPTED', 'SENT'].includes(each))).toEqual([]);
    expect(await world.statusOf('correction')).toBe('NONE');
    return;
  }
  expect(status).toBe('COMPENSATED');
  expect({ ...customer, version: 1 }).toEqual({ ...aCustomer(), preferredChannel: undefined });
  expect(conversation?.context ?? {}).toEqual({});
  const isSent = contacts.includes('SENT');
  expect(contacts.filter((each) => !['NONE', 'REJECTED', 'CANCELLED', 'SENT'].includes(each))).toEqual([]);
  expect((await world.statusOf('correction')) === 'NONE').toBe(!isSent);
};

const runToEnd = async (failure: keyof typeof failures, options: SagaWorldOptions): Promise<World> =>
  runSagaToEnd('customer-response', await aCustomerResponse(failures[failure]), {
    isTrusted: true,
    ...options,
  });

describe.each([
  ['standard', standard],
  ['express', expressPlan],
])('the customer-response saga, %s', (_, plan: SagaPlan) => {
  it('does its four steps, in four transitions, and says so', async () => {
    const world = await openSagaWorld('customer-response', { plan });

    const { output, states } = await world.run(await aCustomerResponse());

    expect(output).toEqual({ outcome: 'COMPLETED' });
    expect(states).toEqual(plan.steps.map(({ name }) => name));
    await expectOneOfTwo(world);
    const contacts = [...world.sent, ...world.timers.all().map(({ entry }) => entry)];
    expect(contacts.map(({ message }) => message.message.correlation)).toEqual([
      { conversationId: 'conv-abc', workflowId: 'workflow-def', hops: 1 },
      { conversationId: 'conv-abc', workflowId: 'workflow-def', hops: 1 },
    ]);
  });

  it('asks nobody what an answer means that was understood already', async () => {
    const analyse = async () => {
      throw new Error('asked again');
    };
    const world = await openSagaWorld('customer-response', { plan, analyse });
    const analysis = { intent: 'PAYMENT_PROMISE', confidence: 0.9, decidedBy: 'model', onDay: '2026-06-28' };

    const { output } = await world.run(await aCustomerResponse({ analysis }));

    expect(output).toEqual({ outcome: 'COMPLETED' });
    const { context } = Object(await world.conversation());
    expect(context).toMatchObject({ intent: 'PAYMENT_PROMISE', intentDay: '2026-06-28' });
  });

  it('takes a tomorrow for that of the clocks where the customer lives', async () => {
    const world = await openSagaWorld('customer-response', { plan });
    const answer = await fakeCipher().encrypt('cust-456', { text: 'I will pay tomorrow' });

    await world.run(await aCustomerResponse({ answer, receivedAt: '2026-06-26T23:30:00Z' }));

    const { context } = Object(await world.conversation());
    expect(context).toMatchObject({ intent: 'PAYMENT_PROMISE', intentDay: '2026-06-28' });
  });

  it.each([
    ['third', 'generate-follow-up'],
    ['fourth', 'schedule-next-contact'],
  ] as const)('gives all back when its %s step is refused, in one transition more', async (failure, step) => {
    const world = await openSagaWorld('customer-response', { plan });

    const { output, states } = await world.run(await aCustomerResponse(failures[failure]));

    expect(output).toEqual({ outcome: 'COMPENSATED', cause: 'COMMAND_REJECTED target', step });
    expect(states).toEqual([...states.slice(0, -1).filter((each) => each !== 'compensate'), 'compensate']);
    expect(states.at(-2)).toBe(step);
    await expectOneOfTwo(world);
  });

  it('corrects what was sent before it failed, and unsends nothing', async () => {
    const world = await openSagaWorld('customer-response', { plan, ends: () => 'sent' });

    await world.run(await aCustomerResponse(failures.fourth));

    expect(await world.statusOf('follow-up')).toBe('SENT');
    await expectOneOfTwo(world);
  });

  it('is complete or compensated after a death at every call, on either side of it, of each of its invocations', async () => {
    for (const failure of ['none', 'third', 'fourth'] as const) {
      const calm = await openSagaWorld('customer-response', { plan });
      await calm.run(await aCustomerResponse(failures[failure]));
      const deaths = everyDeath(calm.calls);
      expect(deaths.length).toBeGreaterThan(20);
      for (const death of deaths) {
        await expectOneOfTwo(await runToEnd(failure, { plan, faults: new Map([death]) }));
      }
    }
  }, 120_000);

  it('knows no third state, whatever dies, comes late, runs twice or loses its answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(['none', 'third', 'fourth'] as const)),
        fc.constantFrom('sent', undefined),
        fc.array(fc.tuple(fc.nat(14), aSagaFault), { maxLength: 8 }),
        async (failure, end, faults) => {
          const world = await runToEnd(failure, { plan, ends: () => end, faults: new Map(faults) });
          await expectOneOfTwo(world);
        },
      ),
      { numRuns: 1500 },
    );
  }, 240_000);
});

describe('the customer-response saga', () => {
  it('does not write to a customer whose answer forbids it', async () => {
    const world = await openSagaWorld('customer-response');
    const answer = await fakeCipher().encrypt('cust-456', { text: 'Please stop texting me' });

    const { output } = await world.run(await aCustomerResponse({ answer }));

    expect([output, world.sent]).toEqual([{ outcome: 'COMPLETED' }, []]);
  });

  it('prefers no channel by which nobody can contact the customer, whoever came by it', async () => {
    const [came, told] = [await openSagaWorld('customer-response'), await openSagaWorld('customer-response')];
    const profile = await fakeCipher().encrypt('cust-456', { preferredChannel: 'fax' });

    const byFax = await came.run(await aCustomerResponse({ channel: 'fax' }));
    const { output } = await told.run(await aCustomerResponse({ profile }));

    expect(byFax.output).toEqual({ outcome: 'COMPLETED' });
    const { preferredChannel, ...others } = Object(await came.customer());
    expect([preferredChannel, others]).toMatchObject([undefined, { locale: 'de-DE' }]);
    expect(output).toEqual({ outcome: 'COMPENSATED', cause: 'NO_SUCH_CHANNEL', step: 'update-profile' });
    await expectOneOfTwo(told);
  });

  it('keeps what others changed meanwhile', async () => {
    const world = await openSagaWorld('customer-response');
    await world.run(await aCustomerResponse());
    const customer = await world.customer();
    if (customer === undefined) throw new Error('no customer');
    await world.customers.put({ ...customer, version: customer.version + 1, locale: 'fr-FR' });

    const other = await openSagaWorld('customer-response');
    await other.run(await aCustomerResponse(failures.third));

    expect((await other.customer())?.locale).toBe('en-GB');
    expect((await world.customer())?.locale).toBe('fr-FR');
  });

  it('asks a person when nobody knows whether the follow-up went out', async () => {
    const world = await openSagaWorld('customer-response', { ends: () => 'unknown' });

    const { error, states } = await world.run(await aCustomerResponse(failures.fourth));

    expect([error, states.at(-1)]).toEqual(['SagaUnresolvedError', 'unresolved']);
    expect(await world.status()).toBe('UNRESOLVED');
    expect(world.tasks).toMatchObject([
      { kind: 'SAGA_UNRESOLVED', reason: 'OutcomeOpenError', customerId: 'cust-456' },
    ]);
    expect(world.lines.filter((line) => line.includes('SAGA_UNRESOLVED'))).toHaveLength(1);
    expect((await world.customer())?.locale).toBe('de-DE');
  });

  it('is ended by its function where its execution is stopped or times out', async () => {
    const world = await openSagaWorld('customer-response');
    const input = await aCustomerResponse();
    const ask = { action: 'do', sagaId: 'answer-1', input };
    for (const step of ['update-profile', 'analyse-intent']) await world.invoke({ ...ask, step });
    const stopped = {
      'detail-type': 'Step Functions Execution Status Change',
      detail: { name: 'answer-1', status: 'ABORTED', input: JSON.stringify(input) },
    };

    const outcome = await world.invoke(stopped);

    expect(outcome).toMatchObject({ outcome: 'COMPENSATED', cause: 'EXECUTION_ABORTED' });
    await expectOneOfTwo(world);
    expect(await world.invoke(stopped)).toBe('ENDED');
    await expect(world.invoke({ ...ask, step: 'generate-follow-up' })).rejects.toThrow(
      'SagaIsCompensatedError',
    );
  });

  it('refuses another input under its id, and leaves the first as it is', async () => {
    const world = await openSagaWorld('customer-response');
    await world.run(await aCustomerResponse());

    const { error } = await world.run(await aCustomerResponse({ channel: 'phone' }));

    expect(error).toBe('OtherSagaError');
    await expectOneOfTwo(world);
  });

  it('names the field of an input that is broken, and has nothing to undo', async () => {
    const world = await openSagaWorld('customer-response');

    const { output } = await world.run(await aCustomerResponse({ receivedAt: 'yesterday' }));

    expect(output).toEqual({ outcome: 'COMPENSATED', cause: 'INVALID_INPUT receivedAt' });
    expect(world.lines.join()).toContain('INVALID_INPUT receivedAt');
    expect(world.journal.all().map(({ type }) => type)).toEqual(['saga-decided', 'saga-compensated']);
  });

  it('shows no personal data in its facts, its state and its log', async () => {
    const world = await openSagaWorld('customer-response');

    const { output } = await world.run(await aCustomerResponse(failures.third));

    expect(JSON.stringify([world.journal.all(), output, world.lines])).not.toMatch(/canary|Lovelace/);
  });
});
