import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumeContacts, stopContacts } from '../../../cli/commands/contact-stop.ts';
import type { Suppression } from '../../../shared/customers/customer.ts';
import { resumeCustomer, stopCustomer } from '../../../shared/customers/stop-customer.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aGateWorld } from '../../support/gate-world.ts';

const CUSTOMER = 'cust-456';

/** What a person would note down who keeps account of one customer on a sheet of paper. */
type Sheet = {
  /** The last word on a purpose, of those that count for e-mail. */
  readonly words: Map<string, 'yes' | 'no'>;
  readonly bans: Set<string>;
  isCustomerStopped: boolean;
  isStopped: boolean;
};
type Real = ReturnType<typeof aGateWorld>;
type Step = fc.AsyncCommand<Sheet, Real>;

const step = (name: string, note: (sheet: Sheet) => void, act: (real: Real) => Promise<unknown>): Step => ({
  check: () => true,
  run: async (sheet, real) => {
    real.world.pass(1001); // every switch is read afresh, and no two words are of one moment
    note(sheet);
    await act(real);
  },
  toString: () => name,
});

const timeOf = ({ world }: Real): string => new Date(world.now).toISOString();

const say = (purpose: string, channel: string, given: boolean): Step =>
  step(
    `${given ? 'give' : 'revoke'} ${purpose} on ${channel}`,
    ({ words }) => {
      if (channel !== 'sms') words.set(purpose, given ? 'yes' : 'no');
    },
    async (real) => {
      const stored = (await real.world.customers.get([CUSTOMER])).get(CUSTOMER) ?? aCustomer({ version: 0 });
      const consent = { channel, purpose, given, at: timeOf(real), recordedBy: 'crm', source: 'web-form' };
      const consents = [...stored.consents, consent];
      await real.world.customers.put({ ...stored, version: stored.version + 1, consents });
    },
  );

const suppress = (channel: string, reason: Exclude<Suppression['reason'], 'OPERATOR'>): Step =>
  step(
    `suppress ${channel} for ${reason}`,
    ({ bans }) => {
      if (channel !== 'sms') bans.add(reason);
    },
    (real) =>
      real.world.customers.suppress(CUSTOMER, {
        channel,
        reason,
        at: timeOf(real),
        recordedBy: 'crm',
        source: 'sms-reply',
      }),
  );

const deps = ({ world }: Real) => ({
  customers: world.customers,
  journal: world.journal,
  now: () => world.now,
});
const act = (real: Real) => ({ store: real.controls, by: 'ada', at: timeOf(real) });

const stopOne = step(
  'customer stop',
  (sheet) => Object.assign(sheet, { isCustomerStopped: true }),
  (real) => stopCustomer(CUSTOMER, { by: 'ada' }, deps(real)),
);
const resumeOne = step(
  'customer resume',
  (sheet) => Object.assign(sheet, { isCustomerStopped: false }),
  (real) => resumeCustomer(CUSTOMER, { by: 'ada' }, deps(real)),
);
const stopAll = step(
  'contact stop',
  (sheet) => Object.assign(sheet, { isStopped: true }),
  (real) => stopContacts({ ...act(real), journal: real.world.journal, reason: 'test' }),
);
const resumeAll = step(
  'contact resume',
  (sheet) => Object.assign(sheet, { isStopped: false }),
  (real) => resumeContacts({ ...act(real), journal: real.world.journal }),
);

/** All reasons against a contact, as the sheet has them. */
const against = (
  { words, bans, isStopped, isCustomerStopped }: Sheet,
  purpose: string,
): readonly string[] => {
  const word = words.get(purpose);
  return [
    ...(isStopped ? ['STOPPED'] : []),
    ...(isCustomerStopped ? ['CUSTOMER_STOPPED'] : []),
    ...bans,
    ...(word === 'no' ? [`CONSENT_REVOKED:${purpose}`] : []),
    ...(purpose === 'news' && word === undefined ? ['NO_CONSENT:news'] : []),
  ].sort();
};

const send = (purpose: string): Step => ({
  check: () => true,
  toString: () => `send ${purpose}`,
  run: async (sheet, { world }) => {
    world.pass(1001);
    const message = aSendEmailCommand({ customerId: CUSTOMER });
    world.put(aLaneMessage({ ...message, command: { ...message.command, templateId: purpose } }, world.now));
    await world.drain();

    const facts = await world.journal.read(commandAggregate(message.messageId));
    const reasons = against(sheet, purpose);
    const told = facts.map(({ type, body }) => [type, 'reasons' in body ? [...body.reasons].sort() : []]);
    if (reasons.length === 0) {
      expect(told).toEqual([
        ['claimed', []],
        ['sent', []],
      ]);
      const basis =
        purpose === 'news' ? { basis: 'consent', consentSource: 'web-form' } : { basis: 'contract' };
      expect(facts[0]?.body).toMatchObject({ basis: { purpose, ...basis } });
    } else if (reasons.join() === 'STOPPED') expect(told).toEqual([]);
    else expect(told).toEqual([['suppressed', reasons]]);
    expect(world.calls.some(({ commandId }) => commandId === message.messageId)).toBe(reasons.length === 0);
  },
});

const purposes = ['news', 'service'];
const channels = ['email', 'sms', 'all'];
const steps = fc.commands(
  [
    fc
      .tuple(fc.constantFrom(...purposes), fc.constantFrom(...channels), fc.boolean())
      .map((word) => say(...word)),
    fc
      .tuple(fc.constantFrom(...channels), fc.constantFrom('OPTED_OUT' as const, 'HARD_BOUNCE' as const))
      .map((ban) => suppress(...ban)),
    fc.constantFrom(stopOne, resumeOne),
    fc.constantFrom(stopAll, resumeAll),
    fc.constantFrom(...purposes).map(send),
    fc.constantFrom(...purposes).map(send),
  ],
  { maxCommands: 12 },
);

describe('the contact gate', () => {
  it('does what a sheet of paper says: consent, bans, stops, and every reason of a denial', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (run) => {
        const real = aGateWorld({ maxReceives: 1 }); // what is held back becomes a dead letter at once
        await real.world.customers.put(aCustomer());
        const model = {
          words: new Map(),
          bans: new Set<string>(),
          isCustomerStopped: false,
          isStopped: false,
        };
        await fc.asyncModelRun(() => ({ model, real }), run);
      }),
      { numRuns: 2000 },
    );
  });
});
