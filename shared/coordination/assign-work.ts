import type { AssignmentOutcome, CandidateAccount } from '../journal/facts/coordination-facts.ts';
import type { Priority } from '../messages/priority.ts';

/** How an agent type's service and identities are. `RECOVERING`: a message may try whether the service works again. */
export type PoolHealth = 'WELL' | 'RECOVERING' | 'BREAKER_OPEN' | 'NO_IDENTITY';

/** A pool as it is now. */
export type PoolView = {
  readonly health: PoolHealth;
  /** The share of its capacity that is in use, from 0; `undefined` where nobody knows, or it has no limit. */
  readonly load?: number | undefined;
};

/** One agent type as a way to one customer for one message. */
export type ChannelView = {
  readonly agentType: string;
  /** The name of the address that it speaks to. */
  readonly channel: string;
  /** Whether it serves contacts and the template has the texts that it speaks. */
  readonly isCapable: boolean;
  /** Whether the customer has an address for it. */
  readonly isReachable: boolean;
  /** What the contact gate says. */
  readonly policy: { readonly when: 'NOW' | 'LATER' | 'NEVER'; readonly reasons: readonly string[] };
  readonly pool: PoolView;
  readonly costUsd: number;
};

/** What is asked of an assignment; lists name agent types. */
export type WorkRequest = {
  readonly priority: Priority;
  /** No others. @default all */
  readonly only?: readonly string[] | undefined;
  /** Rather these than others, the first first. */
  readonly prefer: readonly string[];
  readonly avoid: readonly string[];
  /** The channel that the customer would rather be reached by. */
  readonly preferredChannel?: string | undefined;
  /** The order in which the template has channels stand in for each other. */
  readonly templateOrder: readonly string[];
};

/** Who serves a message, or why nobody does; and of every agent type what spoke against it, or for another one. */
export type Assignment = {
  readonly outcome: AssignmentOutcome;
  readonly chosen?: string | undefined;
  readonly reasons: readonly string[];
  readonly candidates: readonly CandidateAccount[];
};

/**
 * Chooses among agent types: never one that cannot, may not, or does not work. Of the others the criteria decide, the first in
 * which two differ; the order of `views` where none does. Always the same for the same question.
 */
export const assignWork = (request: WorkRequest, views: readonly ChannelView[]): Assignment => {
  const judged = views.map((view) => ({ view, obstacles: obstaclesOf(view, request) }));
  const [best] = judged
    .filter(({ obstacles }) => obstacles.length === 0)
    .map(({ view }) => view)
    .toSorted((a, b) => compare(a, b, request)?.difference ?? 0);
  const candidates = judged.map(({ view, obstacles }): CandidateAccount => {
    const lostBy =
      best && best !== view && obstacles.length === 0 ? compare(best, view, request)?.name : undefined;
    const { agentType, costUsd, pool } = view;
    return {
      agentType,
      ...(obstacles.length > 0 ? { obstacles } : {}),
      ...(best && best !== view && obstacles.length === 0 ? { lostBy: lostBy ?? 'ORDER' } : {}),
      costUsd,
      ...(pool.load === undefined ? {} : { load: pool.load }),
    };
  });
  if (best !== undefined) return { outcome: 'CHOSEN', chosen: best.agentType, reasons: [], candidates };
  return { ...reasonsOf(views, request), candidates };
};

/** Why an agent type cannot be chosen, each reason as a code; none where it can. */
const obstaclesOf = (view: ChannelView, request: WorkRequest): readonly string[] => {
  const { health } = view.pool;
  return [
    ...ownObstacles(view, request),
    ...(view.policy.when === 'NEVER' ? view.policy.reasons : []),
    ...(health === 'WELL' || health === 'RECOVERING' ? [] : [health]),
  ];
};

/** What does not depend on what the customer allows, or on how the pool is. */
const ownObstacles = (view: ChannelView, { only, avoid }: WorkRequest): readonly string[] => [
  ...(only === undefined || only.includes(view.agentType) ? [] : ['NOT_ASKED_FOR']),
  ...(avoid.includes(view.agentType) ? ['AVOIDED'] : []),
  ...(view.isCapable ? [] : ['NO_TEXT']),
  ...(view.isReachable ? [] : ['NO_ADDRESS']),
];

/** Where all that is left is forbidden, a person may not contact the customer either. */
const reasonsOf = (
  views: readonly ChannelView[],
  request: WorkRequest,
): Pick<Assignment, 'outcome' | 'reasons'> => {
  const possible = views.filter((view) => ownObstacles(view, request).length === 0);
  const isForbidden = possible.length > 0 && possible.every(({ policy }) => policy.when === 'NEVER');
  const relevant = isForbidden
    ? possible.flatMap(({ policy }) => policy.reasons)
    : views.flatMap((view) => obstaclesOf(view, request));
  return { outcome: isForbidden ? 'FORBIDDEN' : 'NO_CHANNEL', reasons: [...new Set(relevant)] };
};

type Criterion = {
  readonly name: string;
  /** The lower the better. */
  readonly of: (view: ChannelView, request: WorkRequest) => number;
};

/** In the order in which they count. */
const criteria: readonly Criterion[] = [
  { name: 'HEALTH', of: ({ pool }) => (pool.health === 'WELL' ? 0 : 1) },
  // What is urgent does not wait for a channel that opens in the morning.
  {
    name: 'ALLOWED_NOW',
    of: ({ policy }, request) => (isUrgent(request) && policy.when === 'LATER' ? 1 : 0),
  },
  { name: 'ASKED_FOR', of: ({ agentType }, { prefer }) => placeIn(prefer, agentType) },
  {
    name: 'CUSTOMER_PREFERS',
    of: ({ channel }, { preferredChannel }) => (channel === preferredChannel ? 0 : 1),
  },
  { name: 'CAPACITY', of: ({ pool }) => ((pool.load ?? 0) >= 1 ? 1 : 0) },
  { name: 'TEMPLATE_ORDER', of: ({ agentType }, { templateOrder }) => placeIn(templateOrder, agentType) },
  { name: 'COST', of: ({ costUsd }) => costUsd },
  { name: 'LOAD', of: ({ pool }) => pool.load ?? 0 },
];

const isUrgent = ({ priority }: WorkRequest): boolean => priority === 'CRITICAL' || priority === 'HIGH';

const placeIn = (list: readonly string[], name: string): number =>
  list.includes(name) ? list.indexOf(name) : list.length;

/** The first criterion in which two differ, and by how much. */
const compare = (a: ChannelView, b: ChannelView, request: WorkRequest) => {
  for (const { name, of } of criteria) {
    const difference = of(a, request) - of(b, request);
    if (difference !== 0) return { name, difference };
  }
  return undefined;
};
