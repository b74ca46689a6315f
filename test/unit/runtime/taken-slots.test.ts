import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InMemoryCapLedger } from '../../../shared/policy/adapters/in-memory-cap-ledger.ts';
import type { CapLedger } from '../../../shared/policy/cap-ledger.ts';
import type { CapDuty } from '../../../shared/policy/contact-gate.ts';
import type { FrequencyCap } from '../../../shared/policy/contact-policies.ts';
import { Batch } from '../../../shared/runtime/batch.ts';
import { Settled } from '../../../shared/runtime/settled.ts';
import { giveSlotsBack, takeSlots } from '../../../shared/runtime/steps/take-slots.ts';
import type { Rendered } from '../../../shared/runtime/steps/work.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aContact } from '../../support/a-recipient.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const caps: readonly FrequencyCap[] = [
  { most: 2, per: { days: 1 } },
  { most: 3, per: { days: 3 } },
];
const duty: CapDuty = {
  caps,
  zone: 'UTC',
  purpose: 'news',
  beyond: () => ({ kind: 'DROP', reasons: ['FREQUENCY_CAP:news'] }),
};
const log = { info: () => undefined, error: () => undefined };
const commands = Array.from({ length: 6 }, () => aReferringCommand());

const aTask = (of: number): Rendered<string> => {
  const lane = aLaneMessage(commands[of % commands.length]);
  const { customerId } = lane.message.command;
  const subject = { agentType: 'email', identity: 'i', commandType: 'SEND_EMAIL', customerId };
  return {
    ...aContact(lane),
    record: anSqsRecord(lane),
    aggregate: `command#${lane.message.messageId}`,
    subject,
    readAt: 0,
    basis: { purpose: 'news', basis: 'contract' },
    content: '',
    account: { templateVersion: 'v1', locale: 'en' },
    cap: duty,
  };
};

/** A ledger whose calls of several processes go in any order that the scheduler comes upon. */
const interleaved = (ledger: CapLedger, scheduler: fc.Scheduler): CapLedger => ({
  read: scheduler.scheduleFunction((keys) => ledger.read(keys)),
  write: scheduler.scheduleFunction((changes) => ledger.write(changes)),
});

const someRounds = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: DAY_MS }),
    /** Batches of processes that run at once: which commands, and whether each is sent then. */
    batches: fc.array(
      fc.array(fc.record({ of: fc.nat(5), isSent: fc.boolean() }), { minLength: 1, maxLength: 3 }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

it('never contacts more often than caps allow, whatever processes run at once, are repeated, or give back', async () => {
  let mostAtOnce = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), someRounds, async (scheduler, rounds) => {
      const ledger = interleaved(new InMemoryCapLedger(), scheduler);
      const contacts = new Map<string, number>();
      let now = Date.parse('2026-01-05T00:00:00Z');
      const process = async (members: readonly { readonly of: number; readonly isSent: boolean }[]) => {
        const tasks = members.map(({ of }) => aTask(of));
        const batch = new Batch(
          tasks.map(({ record }) => record),
          () => 1000,
          log,
        );
        const deps = { caps: ledger, log, now: () => now };
        const { counted, slots } = await takeSlots(batch, tasks, deps);
        for (const task of counted) {
          const id = task.lane.message.messageId;
          // The claim sees to it that one command is one contact.
          const isSent = (members[tasks.indexOf(task)]?.isSent ?? false) && !contacts.has(id);
          if (isSent) contacts.set(id, now);
          batch.settle(
            task.record,
            new Settled(isSent ? 'SENT' : contacts.has(id) ? 'DUPLICATE' : 'FAILED', []),
          );
        }
        await giveSlotsBack(batch, tasks, slots, deps);
      };
      for (const { afterMs, batches } of rounds) {
        now += afterMs;
        await scheduler.waitFor(Promise.all(batches.map(process)));
      }
      const times = [...contacts.values()];
      for (const { most, per } of caps)
        for (const from of times) {
          const windowMs = per === 'day' ? DAY_MS : per.days * DAY_MS;
          const within = times.filter((at) => at >= from && at < from + windowMs).length;
          expect(within).toBeLessThanOrEqual(most);
          mostAtOnce = Math.max(mostAtOnce, within);
        }
    }),
    { numRuns: 1500 },
  );
  expect(mostAtOnce).toBe(3);
});

it('costs one read and one write for a batch, and none where nothing is limited', async () => {
  const calls: string[] = [];
  const ledger = new InMemoryCapLedger();
  const counting: CapLedger = {
    read: (keys) => {
      calls.push('read');
      return ledger.read(keys);
    },
    write: (changes) => {
      calls.push('write');
      return ledger.write(changes);
    },
  };
  const deps = { caps: counting, log, now: () => 0 };
  const run = async (tasks: readonly Rendered<string>[]) => {
    const batch = new Batch(
      tasks.map(({ record }) => record),
      () => 1000,
      log,
    );
    const { counted, slots } = await takeSlots(batch, tasks, deps);
    for (const { record } of counted) batch.settle(record, new Settled('SENT', []));
    await giveSlotsBack(batch, tasks, slots, deps);
  };

  await run([0, 1, 2].map((of) => ({ ...aTask(of), cap: undefined })));
  expect(calls).toEqual([]);
  await run([0, 1, 2, 3].map(aTask));
  expect(calls).toEqual(['read', 'write']);
});
