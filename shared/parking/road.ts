import { CAMPAIGNS_CONTROL, campaignHoldOf, pauseEndedAtOf } from '../campaigns/campaign-switch.ts';
import type { Fact } from '../journal/fact.ts';
import { readStopOrder, STOP_CONTROL, timeOf } from '../policy/stop-order.ts';
import { admissionOf } from '../resilience/breaker.ts';
import { breakerControl, breakerStateOf, type ServiceName } from '../resilience/breaker-record.ts';
import type { Control } from '../state/control-store.ts';
import { automaticReleases, CAMPAIGN_PAUSED, CONFIGURATION, isPassing, isWaiting } from './causes.ts';
import { codeOf, type ParkedMessage } from './parked-message.ts';

/** Whether messages that are put back into a pool's lanes would get through now. */
export type Road =
  /** All would be set aside again. */
  | { readonly kind: 'closed' }
  /** One would, as the probe of a breaker. */
  | { readonly kind: 'probe' }
  /** `since`: when the last of its switches let contacts go on; `closedAt`: when a breaker closed last. In milliseconds since 1970. */
  | { readonly kind: 'open'; readonly since: number; readonly closedAt: number; readonly isPaused: IsPaused };

/** Whether the contacts of a campaign wait for it to go on. */
type IsPaused = (campaignId: string | undefined) => boolean;

/** The switches that a pool's road depends on. */
export const roadControls = (pool: string, services: readonly ServiceName[]): readonly string[] => [
  STOP_CONTROL,
  CAMPAIGNS_CONTROL,
  ...servicesIn(pool, services).map(breakerControl),
];

/**
 * A pool's road as its switches say: contacts are not stopped, and a breaker of its services is closed, or lets one probe. `get`
 * answers for the switches that `roadControls` names.
 */
export const readRoad = async (
  pool: string,
  services: readonly ServiceName[],
  get: (name: string) => Promise<Control>,
  now: number,
): Promise<Road> => {
  const names = servicesIn(pool, services).map(breakerControl);
  const [stop, campaigns, ...controls] = await Promise.all([
    get(STOP_CONTROL),
    get(CAMPAIGNS_CONTROL),
    ...names.map(get),
  ]);
  const order = readStopOrder(stop.value);
  if (order.stopped) return { kind: 'closed' };
  const breakers = controls.map(breakerStateOf);
  const closed = breakers.filter(({ state }) => state === 'CLOSED');
  if (closed.length > 0 || breakers.length === 0) {
    const closedAt = Math.max(0, ...closed.map(({ at }) => at));
    const isPaused: IsPaused = (campaignId) => campaignHoldOf(campaigns, campaignId) === 'PAUSED';
    const since = Math.max(closedAt, timeOf(order.at), pauseEndedAtOf(campaigns));
    return { kind: 'open', since, closedAt, isPaused };
  }
  const mayProbe = breakers.some((breaker) => admissionOf(breaker, now) === 'probe');
  return { kind: mayProbe ? 'probe' : 'closed' };
};

/**
 * Whether a parked message goes on by itself where its road is so: it waits for an event, or a provider refused our set-up and
 * the breaker has closed since then. Not before its own wait is over, and what waits for its turn is no probe of a breaker.
 */
export const isDue = (parked: ParkedMessage, road: Road, now: number): boolean => {
  if (road.kind === 'closed' || now < (parked.notBefore ?? 0)) return false;
  if (parked.cause === CAMPAIGN_PAUSED)
    return road.kind === 'open' && !road.isPaused(parked.subject.campaignId);
  if (isWaiting(parked.cause)) return road.kind === 'open' || !isPassing(parked.cause);
  if (codeOf(parked.cause) !== CONFIGURATION) return false;
  return road.kind === 'probe' || parked.parkedAt <= road.closedAt;
};

/** Releases within so long count, in milliseconds. */
const REMEMBERED_MS = 3_600_000;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 900_000;

/**
 * When a message that is parked now may go on by itself: at once the first time, or after a minute where its cause only passes,
 * and after each release of the last hour that led nowhere twice as late, at most 15 minutes. So nothing is parked more than 9 times an hour, however often a service comes
 * and goes.
 */
export const notBeforeOf = (
  facts: readonly Fact[],
  { parkedAt, cause }: Pick<ParkedMessage, 'parkedAt' | 'cause'>,
): number | undefined => {
  const releases = facts.filter(
    ({ type, at, body }) =>
      type === 'released' && at > parkedAt - REMEMBERED_MS && automaticReleases.some((by) => by === body.by),
  ).length;
  if (releases === 0) return isPassing(cause) ? parkedAt + FIRST_WAIT_MS : undefined;
  return parkedAt + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (releases - 1));
};

/** Milliseconds after the last turn of a switch within which something may still be due: the longest wait, twice. */
export const LOOK_BACK_MS = 2 * LONGEST_WAIT_MS;

const servicesIn = (pool: string, services: readonly ServiceName[]): readonly ServiceName[] =>
  services.filter(({ agentType }) => agentType === pool);
