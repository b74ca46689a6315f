import { describe, expect, it } from 'vitest';
import { policies } from '../../../config/policies.ts';
import { problemsOfPolicies } from '../../../shared/policy/check-policies.ts';
import type { ContactPolicies, Purpose } from '../../../shared/policy/contact-policies.ts';

const problemsWith = (change: Partial<ContactPolicies>) => problemsOfPolicies({ ...policies, ...change });
const problemsOf = (of: Partial<Purpose>) =>
  problemsWith({ defaultPurpose: 'x', purposes: { x: { basis: 'contract', ...of } } });
const hours = { from: '20:00', until: '08:00' };

describe('problemsOfPolicies', () => {
  it('has none with the policies as they are shipped', () => {
    expect(problemsOfPolicies(policies)).toEqual([]);
  });

  it.each<readonly [string, readonly string[], string]>([
    [
      'an unknown zone',
      problemsWith({ defaultZone: 'Mars/Olympus' }),
      "defaultZone must be a time zone of the IANA, as 'Europe/Berlin': it is 'Mars/Olympus'",
    ],
    [
      'an unknown default purpose',
      problemsWith({ defaultPurpose: 'y' }),
      "defaultPurpose must be one of purposes: it is 'y'",
    ],
    [
      'no deferrals',
      problemsWith({ deferrals: { most: 0, days: 1 } }),
      'deferrals.most must be a whole number from 1 to 366: it is 0',
    ],
    [
      'a time that is none',
      problemsOf({ quietHours: { all: { ...hours, from: '24:00' } } }),
      "purposes.x.quietHours.all.from must be a time of day from '00:00' to '23:59': it is '24:00'",
    ],
    [
      'a negative time',
      problemsOf({ quietHours: { sms: { ...hours, until: '-1:00' } } }),
      "purposes.x.quietHours.sms.until must be a time of day from '00:00' to '23:59': it is '-1:00'",
    ],
    [
      'hours that end where they begin',
      problemsOf({ quietHours: { all: { from: '08:00', until: '08:00' } } }),
      "purposes.x.quietHours.all.from and until must differ: both are '08:00'; a whole day is one of days",
    ],
    [
      'a day that is none',
      problemsOf({ quietHours: { all: { ...hours, days: [7] } } }),
      'purposes.x.quietHours.all.days must be numbers from 0 (Sunday) to 6: they are [7]',
    ],
    [
      'no day that is left',
      problemsOf({ quietHours: { all: { ...hours, days: [0, 1, 2, 3, 4, 5, 6] } } }),
      'purposes.x.quietHours.all.days must leave a day on which contacts are allowed',
    ],
    [
      'a cap of none',
      problemsOf({ caps: [{ most: 0, per: 'day' }] }),
      'purposes.x.caps[0].most must be a whole number from 1 to 366: it is 0',
    ],
    [
      'a negative window',
      problemsOf({ caps: [{ most: 1, per: { days: -7 } }] }),
      'purposes.x.caps[0].per.days must be a whole number from 1 to 366: it is -7',
    ],
    [
      'what becomes of nothing',
      problemsOf({ beyondCap: 'DROP' }),
      'purposes.x.beyondCap is for purposes with caps; remove it',
    ],
    [
      'an exception from nothing',
      problemsOf({ criticalAtAnyHour: true }),
      'purposes.x.criticalAtAnyHour is for purposes with quietHours; remove it',
    ],
  ])('names field and rule of %s', (_, problems, expected) => {
    expect(problems).toEqual([expected]);
  });
});
