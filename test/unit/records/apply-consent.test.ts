import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consent, Customer } from '../../../shared/customers/customer.ts';
import { applyConsent, EVERY_PURPOSE } from '../../../shared/records/apply-consent.ts';
import { aCustomer, aSuppression } from '../../support/a-customer.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString();

const aConsent = (change: Partial<Consent> = {}): Consent => ({
  channel: 'email',
  purpose: 'offers',
  given: true,
  recordedBy: 'crm',
  at: at(0),
  source: 'web-form',
  ...change,
});

const nobody = (): Customer => aCustomer({ consents: [], suppressions: [] });

/** What the customer allows after evidence came in this order. */
const outcomeOf = (evidence: readonly Consent[], start = nobody()): Customer =>
  evidence.reduce((customer, consent) => applyConsent(customer, consent) ?? customer, start);

const isGiven = ({ consents }: Customer, channel: string, purpose: string): boolean =>
  consents.some((consent) => consent.channel === channel && consent.purpose === purpose && consent.given);

const channels = ['email', 'sms'] as const;
const purposes = ['offers', 'invoices'] as const;

const anyConsent = fc
  .record({
    channel: fc.constantFrom(...channels),
    purpose: fc.constantFrom(...purposes, EVERY_PURPOSE),
    given: fc.boolean(),
    minute: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ minute, purpose, given, ...rest }) =>
    aConsent({ ...rest, purpose, given: given && purpose !== EVERY_PURPOSE, at: at(minute) }),
  );

describe('applyConsent', () => {
  it('ends with the newest evidence of each purpose, in whatever order and however often it comes', () => {
    const orders = fc
      .array(anyConsent, { maxLength: 8 })
      .chain((said) =>
        fc.tuple(fc.constant(said), fc.shuffledSubarray([...said, ...said], { minLength: said.length })),
      );
    fc.assert(
      fc.property(orders, ([said, order]) => {
        const heard = said.filter((consent) => order.includes(consent));
        const customer = outcomeOf(order);

        for (const channel of channels) {
          for (const purpose of purposes) {
            const about = heard.filter(
              (c) => c.channel === channel && (c.purpose === purpose || c.purpose === EVERY_PURPOSE),
            );
            const newest = about
              .toSorted((a, b) => a.at.localeCompare(b.at) || Number(b.given) - Number(a.given))
              .at(-1);
            expect(isGiven(customer, channel, purpose)).toBe(newest?.given ?? false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing by older evidence, and counts the version where it changes anything', () => {
    const customer = outcomeOf([aConsent({ at: at(2) })]);

    expect(applyConsent(customer, aConsent({ at: at(1), given: false }))).toBeUndefined();
    expect(applyConsent(customer, aConsent({ at: at(3), given: false }))?.version).toBe(customer.version + 1);
    expect(customer.version).toBe(2);
  });

  it('counts evidence of one moment as a refusal', () => {
    const [yes, no] = [aConsent(), aConsent({ given: false })];

    for (const order of [
      [yes, no],
      [no, yes],
    ])
      expect(isGiven(outcomeOf(order), 'email', 'offers')).toBe(false);
  });

  it('lifts an older opt-out of its own channel, and no other ban', () => {
    const bans = [
      aSuppression({ at: at(1) }),
      aSuppression({ at: at(1), channel: 'sms' }),
      aSuppression({ at: at(1), channel: 'all' }),
      aSuppression({ at: at(1), reason: 'COMPLAINT' }),
      aSuppression({ at: at(1), reason: 'OPERATOR' }),
    ];
    const banned = { ...nobody(), suppressions: bans };

    expect(outcomeOf([aConsent({ at: at(2) })], banned).suppressions).toEqual(bans.slice(1));
    for (const consent of [aConsent({ at: at(1) }), aConsent({ at: at(2), given: false })]) {
      expect(outcomeOf([consent], banned).suppressions).toEqual(bans);
    }
  });
});
