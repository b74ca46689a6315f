import { describe, expect, it } from 'vitest';
import { judgeContact } from '../../../shared/policy/contact-gate.ts';
import type { ContactPolicies } from '../../../shared/policy/contact-policies.ts';
import type { ContactQuestion } from '../../../shared/policy/contact-question.ts';

const NIGHT = Date.parse('2026-01-10T23:00:00Z');
const MORNING = Date.parse('2026-01-11T08:00:00Z');
const quiet = { from: '20:00', until: '08:00' };
const policies: ContactPolicies = {
  purposes: {
    service: { basis: 'contract' },
    news: { basis: 'contract', quietHours: { all: quiet } },
    alert: { basis: 'contract', quietHours: { all: quiet }, criticalAtAnyHour: true },
    calls: { basis: 'contract', quietHours: { phone: quiet } },
  },
  defaultPurpose: 'service',
  deferrals: { most: 3, days: 2 },
  defaultClassification: 'PERSONAL',
  highestClassification: {},
  highestClassificationElsewhere: 'FINANCIAL',
};
const judge = (change: Partial<ContactQuestion> = {}, purpose = 'news') =>
  judgeContact(
    {
      channel: 'email',
      consents: [],
      suppressions: [],
      template: { version: 'v1', purpose },
      isStopped: false,
      tier: 'HIGH',
      at: NIGHT,
      ...change,
    },
    policies,
  ).verdict;

/** What makes each effect, and the reason it gives; quiet hours are there always. */
const stop = { isStopped: true };
const paused = { campaignHold: 'PAUSED' } as const;
const cancelled = { campaignHold: 'CANCELLED' } as const;
const spent = { campaignHold: 'SPENT' } as const;
const banned = {
  suppressions: [
    { channel: 'all', reason: 'OPERATOR', recordedBy: 'ada', source: 'cli', at: '2026-01-01T00:00:00Z' },
  ],
} as const;

const table: readonly (readonly [Partial<ContactQuestion>, string, string, readonly string[]])[] = [
  [stop, 'service', 'HOLD', ['STOPPED']],
  [paused, 'service', 'HOLD', ['CAMPAIGN_PAUSED']],
  [{ ...stop, ...paused }, 'service', 'HOLD', ['STOPPED', 'CAMPAIGN_PAUSED']],
  [{}, 'news', 'DEFER', ['QUIET_HOURS']],
  [stop, 'news', 'DEFER', ['STOPPED', 'QUIET_HOURS']],
  [paused, 'news', 'DEFER', ['CAMPAIGN_PAUSED', 'QUIET_HOURS']],
  [spent, 'service', 'DROP', ['BUDGET_SPENT']],
  [spent, 'news', 'DROP', ['BUDGET_SPENT', 'QUIET_HOURS']],
  [{ ...stop, ...banned }, 'news', 'DROP', ['STOPPED', 'CUSTOMER_STOPPED', 'QUIET_HOURS']],
  [cancelled, 'service', 'CANCEL', ['CAMPAIGN_CANCELLED']],
  [
    { ...cancelled, ...banned, ...stop },
    'news',
    'CANCEL',
    ['STOPPED', 'CAMPAIGN_CANCELLED', 'CUSTOMER_STOPPED', 'QUIET_HOURS'],
  ],
];

describe('judgeContact', () => {
  it.each(table)(
    'lets the strongest of all effects count: %o for %s is %s',
    (change, purpose, kind, reasons) => {
      expect(judge(change, purpose)).toMatchObject({ kind, reasons });
    },
  );

  it.each([
    ['until the morning of the policies', {}, MORNING],
    ['until the morning of the customer', { zone: 'Asia/Tokyo', at: NIGHT - 3_600_000 }, NIGHT],
    ['by the policies where nobody knows the zone', { zone: 'Mars/Olympus' }, MORNING],
    ['no sooner than a timer can be relied upon', { at: MORNING - 1000 }, MORNING + 119_000],
  ])('puts a contact off %s', (_, change, until) => {
    expect(judge(change)).toEqual({ kind: 'DEFER', reasons: ['QUIET_HOURS'], until });
  });

  it.each([
    ['expires before it could be sent', { expiresAt: MORNING }, 'EXPIRES_BEFORE'],
    ['was put off too often', { deferred: { times: 3, since: NIGHT } }, 'DEFERRED_TOO_OFTEN'],
    [
      'was put off for too long',
      { deferred: { times: 1, since: MORNING - 2 * 86_400_000 - 1 } },
      'DEFERRED_TOO_LONG',
    ],
  ])('drops a contact that %s', (_, change, reason) => {
    expect(judge(change)).toEqual({ kind: 'DROP', reasons: ['QUIET_HOURS', reason] });
  });

  it('lets what is CRITICAL pass in quiet hours, for purposes that say so only', () => {
    expect(judge({ tier: 'CRITICAL' }, 'alert').kind).toBe('ALLOW');
    expect(judge({ tier: 'HIGH' }, 'alert').kind).toBe('DEFER');
    expect(judge({ tier: 'CRITICAL' }, 'news').kind).toBe('DEFER');
  });

  it('knows quiet hours of one channel only', () => {
    expect(judge({}, 'calls').kind).toBe('ALLOW');
    expect(judge({ channel: 'phone' }, 'calls').kind).toBe('DEFER');
  });
});
