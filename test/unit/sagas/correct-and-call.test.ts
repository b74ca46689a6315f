import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneEntry } from '../../../shared/lanes/lane-sender.ts';
import { aSagaFault, everyDeath } from '../../support/a-saga-fault.ts';
import { aCorrectAndCall } from '../../support/a-saga-input.ts';
import { openSagaWorld, runSagaToEnd, type SagaWorldOptions } from '../../support/saga-world.ts';

type World = Awaited<ReturnType<typeof openSagaWorld>>;
type End = 'sent' | 'failed' | undefined;

/** How the commands end of an agent type each. */
const ending = (sms: End, phone: End) => (entry: LaneEntry) => {
  if (entry.message.message.command.templateId === 'templ-spring') return 'sent';
  return entry.agentType === 'sms' ? sms : phone;
};

const openWorld = (options: SagaWorldOptions) => openSagaWorld('correct-and-call', options);

const runToEnd = (options: SagaWorldOptions): Promise<World> =>
  runSagaToEnd('correct-and-call', aCorrectAndCall(), { isTrusted: true, ...options });

const expectOneOfTwo = async (world: World): Promise<void> => {
  const status = await world.status();
  const [message, call] = [await world.statusOf('message'), await world.statusOf('call')];
  const correction = await world.statusOf('correction');
  expect(world.journal.all().filter(({ type }) => type === 'saga-decided')).toHaveLength(1);
  if (status === 'COMPLETED') {
    expect([message, call, correction]).toEqual(['SENT', 'SENT', 'NONE']);
    return;
  }
  expect(status).toBe('COMPENSATED');
  for (const each of [message, call]) expect(['NONE', 'CANCELLED', 'FAILED', 'SENT']).toContain(each);
  expect(correction !== 'NONE').toBe([message, call].includes('SENT'));
};

describe('the saga of a message and a call', () => {
  it('is complete when the events of both have come, in two transitions', async () => {
    const world = await openWorld({ ends: ending('sent', 'sent') });

    const { output, states } = await world.run(aCorrectAndCall());

    expect([output, states]).toEqual([{ outcome: 'COMPLETED' }, ['send-message', 'place-call']]);
    await expectOneOfTwo(world);
    expect(world.sent.map(({ message }) => message.message.correlation?.['awaitedBy'])).toEqual([
      'saga:correct-and-call',
      'saga:correct-and-call',
    ]);
  });

  it('corrects the message when the call fails', async () => {
    const world = await openWorld({ ends: ending('sent', 'failed') });

    const { output } = await world.run(aCorrectAndCall());

    expect(output).toEqual({ outcome: 'COMPENSATED', cause: 'FAILED', step: 'place-call' });
    await expectOneOfTwo(world);
    expect(world.sent.at(-1)?.message.message.command.templateId).toBe('templ-spring');
  });

  it('takes the message back when no event of it comes in time, and hears no late one', async () => {
    const world = await openWorld({ ends: ending(undefined, 'sent') });

    const { output } = await world.run(aCorrectAndCall());

    expect(output).toMatchObject({ outcome: 'COMPENSATED', cause: 'States.Timeout' });
    expect(await world.statusOf('message')).toBe('CANCELLED');
    const commandId = world.sent[0]?.message.message.messageId;
    const late = { 'detail-type': 'EVENT', detail: { correlation: { originalCommandId: commandId } } };
    expect(await world.invoke(late)).toBe('TOO_LATE');
    await expectOneOfTwo(world);
  });

  it('does not lose an event that comes before its token is there', async () => {
    const world = await openWorld({ ends: ending('sent', 'sent'), endsInLane: true, isDeaf: true });

    const { output } = await world.run(aCorrectAndCall());

    expect(output).toEqual({ outcome: 'COMPLETED' });
  });

  it('hears nothing of commands that nobody awaits', async () => {
    const world = await openWorld({});

    const event = { 'detail-type': 'EVENT', detail: { correlation: { originalCommandId: 'another' } } };

    expect(await world.invoke(event)).toBe('NOBODY');
  });

  it.each([
    ['both are sent', 'sent', 'sent'],
    ['the message fails', 'failed', 'sent'],
    ['the call fails', 'sent', 'failed'],
    ['nobody hears of the message', undefined, 'sent'],
    ['nobody hears of the call', 'sent', undefined],
  ] as const)(
    'is complete or compensated after a death at every call of each invocation, where %s',
    async (_, sms, phone) => {
      const ends = ending(sms, phone);
      const calm = await openWorld({ isTrusted: true, ends });
      await calm.run(aCorrectAndCall());
      const deaths = everyDeath(calm.calls);

      expect(deaths.length).toBeGreaterThan(15);
      for (const death of deaths) {
        await expectOneOfTwo(await runToEnd({ ends, faults: new Map([death]) }));
      }
    },
  );

  it('knows no third state, however its commands end and whatever dies, comes late or runs twice', async () => {
    const anEnd = fc.constantFrom('sent', 'sent', 'failed', undefined);
    await fc.assert(
      fc.asyncProperty(
        anEnd,
        anEnd,
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(14), aSagaFault), { maxLength: 8 }),
        async (sms, phone, endsInLane, faults) => {
          const ends = ending(sms, phone);
          await expectOneOfTwo(await runToEnd({ ends, endsInLane, faults: new Map(faults) }));
        },
      ),
      { numRuns: 1000 },
    );
  }, 240_000);
});
