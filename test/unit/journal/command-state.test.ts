import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fact } from '../../../shared/journal/command-facts.ts';
import { type CommandStatus, commandStateOf } from '../../../shared/journal/command-state.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import { nextStep } from '../../../shared/journal/next-step.ts';

const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const receipt = { ...subject, providerMessageId: 'ses-1', occurredAt: '2026-11-23T12:00:00Z' };
const of = 'command#c';

const facts = {
  accepted: fact('accepted', of, 0, {
    ...subject,
    tier: 'HIGH',
    source: 's',
    acceptedAt: 0,
    dueAt: 0,
    deadlineAt: 0,
    schedule: 'NONE',
  }),
  rejected: fact('rejected', of, 0, { issues: [], intakeId: 'q' }),
  claimed: fact('claimed', of, 0, { ...subject, attempt: 1, owner: 'a', deadlineAt: 100 }),
  claimedAgain: fact('claimed', of, 0, { ...subject, attempt: 2, owner: 'a', deadlineAt: 100 }),
  notAccepted: fact('not-accepted', of, 0, { attempt: 1, cause: 'THROTTLED' }),
  unknown: fact('unknown', of, 0, { ...subject, attempt: 1, cause: 'OWNER_LOST' }),
  sent: fact('sent', of, 0, { ...subject, attempt: 1, providerMessageId: 'ses-1', startedAt: 0 }),
  failed: fact('failed', of, 0, { ...subject, attempt: 1, cause: 'MessageRejected' }),
  unrendered: fact('failed', of, 0, { ...subject, attempt: 0, cause: 'INVALID_CONTENT' }),
  suppressed: fact('suppressed', of, 0, { ...subject, reasons: ['OPTED_OUT'] }),
  confirmed: fact('confirmed', of, 0, { ...subject, attempt: 1, by: 'operator', reason: 'SEEN' }),
  unknownAgain: fact('unknown', of, 0, { ...subject, attempt: 2, cause: 'TimeoutError' }),
  notAcceptedAgain: fact('not-accepted', of, 0, { attempt: 2, cause: 'THROTTLED' }),
  delivered: fact('delivered', of, 0, receipt),
  bounced: fact('bounced', of, 0, { ...receipt, cause: 'Permanent/General' }),
  complained: fact('complained', of, 0, receipt),
  expired: fact('expired', of, 0, { ...subject, cause: 'DEADLINE' }),
  cancelled: fact('cancelled', of, 0, { ...subject, cause: 'CAMPAIGN_CANCELLED' }),
  erased: fact('erased', of, 0, subject),
  looping: fact('parked', of, 0, { ...subject, attempt: 0, cause: 'TOO_MANY_HOPS' }),
  parked: fact('parked', of, 0, { ...subject, attempt: 1, cause: 'OPERATOR' }),
  deadLetter: fact('parked', of, 0, { ...subject, attempt: 0, intakeId: 'q-1', cause: 'RECEIVES_USED_UP' }),
  released: fact('released', of, 0, { ...subject, attempt: 0, parking: 'parked#0#q-1', by: 'dlq-redrive' }),
  parkedAgain: fact('parked', of, 0, { ...subject, attempt: 0, intakeId: 'q-2', cause: 'RECEIVES_USED_UP' }),
  performed: fact('performed', of, 0, subject),
} as const satisfies Record<string, Fact>;

const table: readonly [readonly (keyof typeof facts)[], CommandStatus][] = [
  [[], 'NONE'],
  [['rejected'], 'REJECTED'],
  [['accepted', 'rejected'], 'ACCEPTED'],
  [['accepted', 'claimed'], 'IN_PROGRESS'],
  [['accepted', 'claimed', 'suppressed'], 'IN_PROGRESS'],
  [['accepted', 'claimed', 'unrendered'], 'IN_PROGRESS'],
  [['accepted', 'suppressed'], 'SUPPRESSED'],
  [['accepted', 'unrendered'], 'FAILED'],
  [['accepted', 'claimed', 'notAccepted'], 'RETRYING'],
  [['accepted', 'claimed', 'notAccepted', 'suppressed'], 'SUPPRESSED'],
  [['accepted', 'claimed', 'notAccepted', 'claimedAgain'], 'IN_PROGRESS'],
  [['accepted', 'claimed', 'unknown'], 'UNKNOWN'],
  [['accepted', 'claimed', 'unknown', 'suppressed'], 'UNKNOWN'],
  [['accepted', 'claimed', 'unknown', 'delivered'], 'DELIVERED'],
  [['accepted', 'claimed', 'sent'], 'SENT'],
  [['accepted', 'claimed', 'sent', 'unknown'], 'SENT'],
  [['accepted', 'claimed', 'failed'], 'FAILED'],
  [['accepted', 'claimed', 'sent', 'delivered', 'bounced'], 'FAILED'],
  [['accepted', 'claimed', 'sent', 'complained'], 'DELIVERED'],
  [['accepted', 'expired'], 'EXPIRED'],
  [['accepted', 'cancelled', 'expired'], 'CANCELLED'],
  [['accepted', 'erased', 'cancelled'], 'ERASED'],
  [['accepted', 'claimed', 'cancelled'], 'IN_PROGRESS'],
  [['accepted', 'claimed', 'notAccepted', 'expired'], 'EXPIRED'],
  [['looping'], 'PARKED'],
  [['accepted', 'claimed', 'unknown', 'parked'], 'PARKED'],
  [['accepted', 'claimed', 'unknown', 'parked', 'delivered'], 'DELIVERED'],
  [['accepted', 'deadLetter'], 'PARKED'],
  [['accepted', 'deadLetter', 'released'], 'ACCEPTED'],
  [['accepted', 'deadLetter', 'released', 'parkedAgain'], 'PARKED'],
  [['accepted', 'claimed', 'notAccepted', 'deadLetter'], 'PARKED'],
  [['accepted', 'claimed', 'notAccepted', 'deadLetter', 'released'], 'RETRYING'],
  [['accepted', 'claimed', 'unknown', 'deadLetter'], 'UNKNOWN'],
  [['accepted', 'performed'], 'DELIVERED'],
];

describe('commandStateOf', () => {
  for (const [names, status] of table) {
    it(`is ${status} after ${names.join(', ') || 'nothing'}, in whatever order they come`, () => {
      fc.assert(
        fc.property(fc.shuffledSubarray([...names], { minLength: names.length }), (order) => {
          expect(commandStateOf(order.map((name) => facts[name])).status).toBe(status);
        }),
      );
    });
  }
});

describe('a parked command', () => {
  it('is attempted when its message comes again, unless an attempt of it is still open', () => {
    const next = (...names: (keyof typeof facts)[]) =>
      nextStep(commandStateOf(names.map((name) => facts[name])), { owner: 'b', now: 500 });

    expect(next('accepted', 'deadLetter')).toEqual({ kind: 'attempt', attempt: 1 });
    expect(next('accepted', 'claimed', 'notAccepted', 'deadLetter')).toEqual({ kind: 'attempt', attempt: 2 });
    expect(next('accepted', 'claimed', 'unknown', 'parked')).toEqual({ kind: 'duplicate' });
    expect(next('accepted', 'claimed', 'sent', 'deadLetter')).toEqual({ kind: 'duplicate' });
  });
});

describe('nextStep', () => {
  const stateAfter = (...names: (keyof typeof facts)[]) => commandStateOf(names.map((name) => facts[name]));

  it('claims the next attempt only when the one before is proven not to have been taken', () => {
    expect(nextStep(stateAfter('claimed', 'notAccepted'), { owner: 'b', now: 500 })).toEqual({
      kind: 'attempt',
      attempt: 2,
    });
    expect(nextStep(stateAfter('claimed'), { owner: 'b', now: 500 })).toEqual({
      kind: 'unknown',
      attempt: 1,
    });
    expect(nextStep(stateAfter('claimed', 'unknown'), { owner: 'b', now: 500 })).toEqual({
      kind: 'duplicate',
    });
  });

  it("waits while another owner may be at work, and goes on with the owner's own claim", () => {
    expect(nextStep(stateAfter('claimed'), { owner: 'b', now: 99 })).toEqual({ kind: 'wait' });
    expect(nextStep(stateAfter('claimed'), { owner: 'a', now: 99 })).toEqual({ kind: 'go-on', attempt: 1 });
  });

  it('claims another attempt of what nobody knows only where the provider takes a command once', () => {
    const asker = { owner: 'b', now: 500, idempotent: true };
    const another = { kind: 'attempt', attempt: 2 };

    expect(nextStep(stateAfter('claimed'), asker)).toEqual(another);
    expect(nextStep(stateAfter('claimed', 'unknown'), asker)).toEqual(another);
    expect(nextStep(stateAfter('claimed', 'unknown', 'parked'), asker)).toEqual(another);
    expect(nextStep(stateAfter('claimed'), { ...asker, now: 99 })).toEqual({ kind: 'wait' });
    expect(nextStep(stateAfter('claimed', 'unknown', 'confirmed'), asker)).toEqual({ kind: 'duplicate' });
  });
});

describe('a command of which several attempts are open', () => {
  it('stays UNKNOWN until each of them is proven not to have been taken', () => {
    const state = (...names: (keyof typeof facts)[]) => {
      const { status, openAttempts, mayAttempt } = commandStateOf(names.map((name) => facts[name]));
      return { status, openAttempts, mayAttempt };
    };
    const both = ['accepted', 'claimed', 'unknown', 'claimedAgain'] as const;

    expect(state(...both)).toEqual({ status: 'IN_PROGRESS', openAttempts: [2, 1], mayAttempt: false });
    expect(state(...both, 'unknownAgain')).toMatchObject({ status: 'UNKNOWN', openAttempts: [2, 1] });
    expect(state(...both, 'notAcceptedAgain', 'expired')).toEqual({
      status: 'UNKNOWN',
      openAttempts: [1],
      mayAttempt: false,
    });
    expect(state(...both, 'notAcceptedAgain', 'notAccepted', 'expired')).toEqual({
      status: 'EXPIRED',
      openAttempts: [],
      mayAttempt: true,
    });
  });
});
