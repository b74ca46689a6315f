import * as z from 'zod';
import { identifier } from '../messages/fields.ts';
import { type Parsed, parseJson, parseMessage } from '../messages/parse-message.ts';
import { releasedBy } from './causes.ts';

/** Releases what was parked for one cause, page by page; each page's order is made by the one before. */
export type ReleaseSweep = {
  readonly v: 1;
  /** The event that asked for it. */
  readonly by: keyof typeof releasedBy;
  /** The pools that it is about, and which of them is looked through now. */
  readonly pools: readonly string[];
  readonly index: number;
  /** Where that pool's next page begins. */
  readonly after?: string | undefined;
  /** Only what was parked until then, in milliseconds since 1970: so a sweep ends. */
  readonly until: number;
  /** How many sweeps come after this one. */
  readonly sweepsLeft: number;
};

/**
 * Seconds until a further sweep: a message may have been set aside before the event and be parked after it. A message that is
 * set aside again comes up in one of these, and after the last it waits for the next event.
 */
const SWEEP_DELAYS = [60, 300, 900];

const eventTypes = Object.keys(releasedBy) as [keyof typeof releasedBy, ...(keyof typeof releasedBy)[]];

const sweepSchema = z.object({
  v: z.literal(1),
  by: z.enum(eventTypes),
  pools: z.array(identifier),
  index: z.int().min(0),
  after: z.string().optional(),
  until: z.int(),
  sweepsLeft: z.int().min(0).max(SWEEP_DELAYS.length),
});

const eventSchema = z.object({
  detail: z.object({
    event: z.object({
      type: z.enum(eventTypes),
      metadata: z.object({ agentType: identifier.optional() }),
    }),
  }),
});

/** An order, and the seconds until somebody takes it up: 0 to 900. */
export type PlacedOrder = { readonly sweep: ReleaseSweep; readonly delaySeconds: number };

/** Where a function leaves word for its next invocation. */
export type ReleaseOrders = { send(order: PlacedOrder): Promise<void> };

export type SweepRules = {
  /** Pools that messages are set aside by. */
  readonly pools: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Reads what asks for a release: an EVENT of the bus, about one pool or all, or a sweep's next page. */
export const readReleaseOrder = (body: string, { pools, now }: SweepRules): Parsed<ReleaseSweep> => {
  const json = parseJson(body, 'body');
  if (!json.ok) return json;
  const sweep = sweepSchema.safeParse(json.value);
  if (sweep.success) return { ok: true, value: sweep.data };
  const event = parseMessage(eventSchema, json.value);
  if (!event.ok) return event;
  const { type, metadata } = event.value.detail.event;
  const meant = pools.filter((pool) => pool === (metadata.agentType ?? pool));
  const sweepsLeft = SWEEP_DELAYS.length;
  return { ok: true, value: { v: 1, by: type, pools: meant, index: 0, until: now, sweepsLeft } };
};

/** What follows a page that has a `next` one or none: that one, another pool, a later sweep, or nothing. */
export const nextOrder = (
  { after: _, ...sweep }: ReleaseSweep,
  next: string | undefined,
  now: number,
): PlacedOrder | undefined => {
  if (next !== undefined) return { sweep: { ...sweep, after: next }, delaySeconds: 0 };
  if (sweep.index + 1 < sweep.pools.length) {
    return { sweep: { ...sweep, index: sweep.index + 1 }, delaySeconds: 0 };
  }
  const delaySeconds = SWEEP_DELAYS[SWEEP_DELAYS.length - sweep.sweepsLeft];
  if (delaySeconds === undefined) return undefined;
  const until = now + delaySeconds * 1000;
  return { sweep: { ...sweep, index: 0, until, sweepsLeft: sweep.sweepsLeft - 1 }, delaySeconds };
};
