import { isZone } from '../time/zoned-time.ts';
import type { ContactPolicies, FrequencyCap, Purpose, QuietHours } from './contact-policies.ts';
import { minuteOf } from './quiet-hours.ts';

/** What is wrong with policies: a sentence for each problem, which names field and rule. Bad ones are refused before a deployment. */
export const problemsOfPolicies = (policies: ContactPolicies): readonly string[] => {
  const { purposes, defaultPurpose, defaultZone, deferrals } = policies;
  return [
    ...(Object.hasOwn(purposes, defaultPurpose)
      ? []
      : [`defaultPurpose must be one of purposes: it is '${defaultPurpose}'`]),
    ...(defaultZone === undefined || isZone(defaultZone)
      ? []
      : [`defaultZone must be a time zone of the IANA, as 'Europe/Berlin': it is '${defaultZone}'`]),
    ...(deferrals === undefined
      ? []
      : (['most', 'days'] as const).flatMap((field) =>
          problemOfCount(`deferrals.${field}`, deferrals[field]),
        )),
    ...Object.entries(purposes).flatMap(([name, purpose]) =>
      problemsOfPurpose(purpose).map((problem) => `purposes.${name}.${problem}`),
    ),
  ];
};

const problemsOfPurpose = ({ quietHours = {}, caps = [], ...purpose }: Purpose): readonly string[] => [
  ...Object.entries(quietHours).flatMap(([channel, hours]) =>
    problemsOfHours(hours).map((problem) => `quietHours.${channel}.${problem}`),
  ),
  ...caps.flatMap((cap, index) => problemsOfCap(cap, `caps[${index}]`)),
  ...(purpose.criticalAtAnyHour !== undefined && Object.keys(quietHours).length === 0
    ? ['criticalAtAnyHour is for purposes with quietHours; remove it']
    : []),
  ...(purpose.beyondCap !== undefined && caps.length === 0
    ? ['beyondCap is for purposes with caps; remove it']
    : []),
];

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const WEEK = 7;

const problemsOfHours = ({ from, until, days = [] }: QuietHours): readonly string[] => {
  const badTimes = (['from', 'until'] as const)
    .filter((field) => !TIME.test({ from, until }[field]))
    .map(
      (field) => `${field} must be a time of day from '00:00' to '23:59': it is '${{ from, until }[field]}'`,
    );
  return [
    ...badTimes,
    ...(badTimes.length === 0 && minuteOf(from) === minuteOf(until)
      ? [`from and until must differ: both are '${from}'; a whole day is one of days`]
      : []),
    ...(days.every((day) => Number.isInteger(day) && day >= 0 && day < WEEK)
      ? []
      : [`days must be numbers from 0 (Sunday) to 6: they are ${JSON.stringify(days)}`]),
    ...(new Set(days).size >= WEEK ? ['days must leave a day on which contacts are allowed'] : []),
  ];
};

const problemsOfCap = ({ most, per }: FrequencyCap, field: string): readonly string[] => [
  ...problemOfCount(`${field}.most`, most),
  ...(per === 'day' ? [] : problemOfCount(`${field}.per.days`, per.days)),
];

/** A record of so many contacts or days still fits into one item, and nobody needs more. */
const MOST = 366;

const problemOfCount = (field: string, count: number): readonly string[] =>
  Number.isInteger(count) && count >= 1 && count <= MOST
    ? []
    : [`${field} must be a whole number from 1 to ${MOST}: it is ${count}`];
