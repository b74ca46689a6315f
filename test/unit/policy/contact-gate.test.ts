import { describe, expect, it } from 'vitest';
import { policies as shipped } from '../../../config/policies.ts';
import type { Consent, Suppression } from '../../../shared/customers/customer.ts';
import { type Judgement, judgeContact } from '../../../shared/policy/contact-gate.ts';
import type { ContactPolicies } from '../../../shared/policy/contact-policies.ts';
import type { ContactQuestion } from '../../../shared/policy/contact-question.ts';
import { readStopOrder } from '../../../shared/policy/stop-order.ts';

const AT = Date.parse('2026-01-10T12:00:00Z');
const policies: ContactPolicies = {
  purposes: {
    service: { basis: 'contract' },
    news: { basis: 'consent' },
    notice: { basis: 'legal-obligation' },
  },
  defaultPurpose: 'service',
  defaultClassification: 'PERSONAL',
  highestClassification: { email: 'SENSITIVE' },
  highestClassificationElsewhere: 'INTERNAL',
};
const evidence = { recordedBy: 'ada', source: 'web-form' };
const aConsent = (change: Partial<Consent> = {}): Consent => ({
  ...evidence,
  channel: 'email',
  purpose: 'news',
  given: true,
  at: '2026-01-01T00:00:00Z',
  ...change,
});
const aBan = (change: Partial<Suppression> = {}): Suppression => ({
  ...evidence,
  channel: 'email',
  reason: 'OPTED_OUT',
  at: '2026-01-01T00:00:00Z',
  ...change,
});
const judge = (change: Partial<ContactQuestion> = {}): Judgement =>
  judgeContact(
    {
      channel: 'email',
      consents: [],
      suppressions: [],
      template: { version: 'v1' },
      isStopped: false,
      tier: 'MEDIUM',
      at: AT,
      ...change,
    },
    policies,
  );
const news = { version: 'v1', purpose: 'news' };

describe('judgeContact', () => {
  it('allows what has the default purpose, and names the basis', () => {
    expect(judge().verdict).toEqual({
      kind: 'ALLOW',
      templateVersion: 'v1',
      basis: { purpose: 'service', basis: 'contract' },
    });
  });

  it('allows a purpose of consent by the consent, and names its evidence', () => {
    expect(judge({ template: news, consents: [aConsent()] }).verdict).toMatchObject({
      kind: 'ALLOW',
      basis: {
        purpose: 'news',
        basis: 'consent',
        consentSource: 'web-form',
        consentAt: '2026-01-01T00:00:00Z',
      },
    });
  });

  const later = '2026-01-02T00:00:00+00:00';
  const denied: readonly (readonly [string, Partial<ContactQuestion>, readonly string[]])[] = [
    [
      'a purpose that nobody listed',
      { template: { ...news, purpose: 'toString' } },
      ['UNKNOWN_PURPOSE:toString'],
    ],
    ['no consent', { template: news }, ['NO_CONSENT:news']],
    [
      'a consent on another channel',
      { template: news, consents: [aConsent({ channel: 'sms' })] },
      ['NO_CONSENT:news'],
    ],
    [
      'a consent to another purpose',
      { template: news, consents: [aConsent({ purpose: 'x' })] },
      ['NO_CONSENT:news'],
    ],
    [
      'a consent of tomorrow',
      { template: news, consents: [aConsent({ at: '2026-01-11T00:00:00Z' })] },
      ['NO_CONSENT:news'],
    ],
    [
      'a consent of no readable time',
      { template: news, consents: [aConsent({ at: '?' })] },
      ['NO_CONSENT:news'],
    ],
    [
      'a consent that was taken back later',
      { template: news, consents: [aConsent({ given: false, at: later }), aConsent()] },
      ['CONSENT_REVOKED:news'],
    ],
    [
      'a consent that was taken back for all channels',
      { template: news, consents: [aConsent(), aConsent({ given: false, channel: 'all', at: later })] },
      ['CONSENT_REVOKED:news'],
    ],
    [
      'a consent and a refusal of one moment',
      { template: news, consents: [aConsent(), aConsent({ given: false, at: '2026-01-01T01:00:00+01:00' })] },
      ['CONSENT_REVOKED:news'],
    ],
    [
      'a refusal of no readable time',
      { template: news, consents: [aConsent(), aConsent({ given: false, at: '?' })] },
      ['CONSENT_REVOKED:news'],
    ],
    [
      'a refusal of a purpose that needs no consent',
      { consents: [aConsent({ given: false, purpose: 'service' })] },
      ['CONSENT_REVOKED:service'],
    ],
    ['a ban on the channel', { suppressions: [aBan()] }, ['OPTED_OUT']],
    [
      'a ban on all channels',
      { suppressions: [aBan({ channel: 'all', reason: 'COMPLAINT' })] },
      ['COMPLAINT'],
    ],
    [
      'a stop of the customer',
      { suppressions: [aBan({ channel: 'all', reason: 'OPERATOR' })] },
      ['CUSTOMER_STOPPED'],
    ],
    [
      'data above the channel',
      { template: { version: 'v1', dataClassification: 'FINANCIAL' } },
      ['CLASSIFICATION_TOO_HIGH'],
    ],
    ['a channel that is not listed', { channel: 'fax' }, ['CLASSIFICATION_TOO_HIGH']],
    [
      'everything at once',
      {
        isStopped: true,
        template: { ...news, dataClassification: 'FINANCIAL' },
        suppressions: [aBan(), aBan({ reason: 'HARD_BOUNCE' }), aBan({ channel: 'all', reason: 'OPERATOR' })],
      },
      [
        'STOPPED',
        'CUSTOMER_STOPPED',
        'OPTED_OUT',
        'HARD_BOUNCE',
        'NO_CONSENT:news',
        'CLASSIFICATION_TOO_HIGH',
      ],
    ],
  ];
  it.each(denied)('drops for %s, with all reasons', (_, change, reasons) => {
    expect(judge(change).verdict).toEqual({ kind: 'DROP', reasons });
  });

  it('holds back what only the stop of the stage is against', () => {
    expect(judge({ isStopped: true }).verdict).toEqual({ kind: 'HOLD', reasons: ['STOPPED'] });
  });

  const passes: readonly (readonly [string, Partial<ContactQuestion>])[] = [
    ['a ban on another channel', { suppressions: [aBan({ channel: 'sms' })] }],
    ['a refusal of another purpose', { consents: [aConsent({ given: false })] }],
    [
      'a consent after a refusal',
      { template: news, consents: [aConsent({ at: later }), aConsent({ given: false })] },
    ],
    [
      'a refusal of what the law demands',
      { template: { ...news, purpose: 'notice' }, consents: [aConsent({ given: false, purpose: 'notice' })] },
    ],
    ['data as the channel may carry it', { template: { version: 'v1', dataClassification: 'SENSITIVE' } }],
    ['a command without a template, which cannot be rendered', { template: undefined }],
  ];
  it.each(passes)('lets pass %s', (_, change) => {
    expect(judge(change).verdict.kind).toBe('ALLOW');
  });

  it('says what each rule says', () => {
    expect(judge({ suppressions: [aBan()] }).answers.map(({ rule, effect }) => `${rule}: ${effect}`)).toEqual(
      [
        'stop: PASS',
        'campaign pause: PASS',
        'campaign end: PASS',
        'budget: PASS',
        'customer stop: PASS',
        'suppression: DROP',
        'consent: PASS',
        'classification: PASS',
        'quiet hours: PASS',
      ],
    );
  });
});

describe('readStopOrder', () => {
  it('stops for what nobody understands, and not for a switch that nobody set', () => {
    expect(readStopOrder(undefined).stopped).toBe(false);
    expect(readStopOrder({ stopped: false, by: 'ada', at: 'now' }).stopped).toBe(false);
    for (const value of [null, true, {}, { stopped: 'no' }, 'off'])
      expect(readStopOrder(value).stopped).toBe(true);
  });
});

describe('config/policies.ts', () => {
  it('lists the default purpose, which needs no consent record', () => {
    expect(shipped.purposes[shipped.defaultPurpose].basis).not.toBe('consent');
  });
});
