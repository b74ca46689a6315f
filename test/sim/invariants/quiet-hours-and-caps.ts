import type { ContactPolicies, FrequencyCap, QuietHours } from '../../../shared/policy/contact-policies.ts';
import { simPolicies } from '../policies.ts';
import type { Submitted } from '../submitted.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** A process knows the time by its own clock, which may be up to a second fast: by that one hours begin and end (ADR 0024). */
const FAST_CLOCK_MS = 1000;
const DAY_MS = 86_400_000;

const { purposes, defaultZone }: ContactPolicies = simPolicies;

/** Nobody is disturbed at night, nor more often than was promised, by whichever channel, process or day. */
export const quietHoursAndCaps: Invariant = {
  number: 6,
  rule: 'no provider call starts in quiet hours of its recipient, and no contact beyond a cap is made',
  watch: (world) => {
    const startOf = new Map<string, number>();
    const contacted = new Map<string, readonly number[]>();
    return {
      started: ({ commandId, attempt, channel }, startedAt) => {
        const limits = limitsOf(world, commandId);
        if (limits === undefined) return;
        startOf.set(`${commandId}#${attempt}`, startedAt);
        const hours = limits.quietHours?.[channel] ?? limits.quietHours?.['all'];
        const shown = wallAt(startedAt + FAST_CLOCK_MS, limits.zone);
        if (hours !== undefined && isIn(hours, shown))
          world.violate(6, `is sent by ${channel} at ${shown.time} in ${limits.zone}`, commandId);
      },
      accepted: ({ commandId, attempt }) => {
        const { customerId, purpose, zone, caps = [] } = limitsOf(world, commandId) ?? {};
        const startedAt = startOf.get(`${commandId}#${attempt}`);
        if (caps.length === 0 || zone === undefined || startedAt === undefined) return;
        const name = `${customerId}/${purpose}`;
        const starts = [...(contacted.get(name) ?? []), startedAt].sort((a, b) => a - b);
        contacted.set(name, starts);
        const broken = caps.find((cap) => isBeyond(cap, starts, zone));
        if (broken) world.violate(6, `is beyond ${broken.most} for each ${nameOf(broken)}`, commandId);
      },
    };
  },
};

/** What limits a contact, as the simulator itself knows; nothing does most. */
const limitsOf = ({ submitted, zones }: World, commandId: string) => {
  const { customerId, document } = submitted.get(commandId) ?? ({} as Partial<Submitted>);
  const { templateId: purpose } = (document?.['command'] ?? {}) as { templateId?: string };
  if (customerId === undefined || purpose === undefined || !Object.hasOwn(purposes, purpose))
    return undefined;
  return { ...purposes[purpose], customerId, purpose, zone: zoneOf(zones.get(customerId)) };
};

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return format;
};

const zoneOf = (zone = String(defaultZone)): string => {
  try {
    formatOf(zone);
    return zone;
  } catch {
    return String(defaultZone); // nobody knows a zone of that name
  }
};

type Wall = { readonly date: string; readonly weekday: number; readonly time: string };

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** What a calendar and a clock on a wall show. */
const wallAt = (instant: number, zone: string): Wall => {
  const parts = formatOf(zone).formatToParts(instant);
  const [weekday = '', day, month, year, hour, minute, second] = parts.flatMap(({ type, value }) =>
    type === 'literal' ? [] : [value],
  );
  return {
    date: `${day} ${month} ${year}`,
    weekday: weekdays.indexOf(weekday),
    time: `${hour}:${minute}:${second}`,
  };
};

const isIn = ({ from, until, days = [] }: QuietHours, { weekday, time }: Wall): boolean => {
  const isLate = time >= from;
  const isEarly = time < until;
  return days.includes(weekday) || (from > until ? isLate || isEarly : isLate && isEarly);
};

const isBeyond = ({ most, per }: FrequencyCap, starts: readonly number[], zone: string): boolean => {
  if (per !== 'day') {
    return starts.some((start, index) => start - (starts[index - most] ?? -Infinity) < per.days * DAY_MS);
  }
  const days = Map.groupBy(starts, (start) => wallAt(start + FAST_CLOCK_MS, zone).date);
  return [...days.values()].some((same) => same.length > most);
};

const nameOf = ({ per }: FrequencyCap): string => (per === 'day' ? 'day' : `${per.days} days`);
