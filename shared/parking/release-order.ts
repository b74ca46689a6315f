import * as z from 'zod';
import { identifier } from '../messages/fields.ts';
import { type Parsed, parseJson, parseMessage } from '../messages/parse-message.ts';
import { automaticReleases, releasedBy } from './causes.ts';

/** Releases what is due in a pool, page by page, or one message as a probe; each page's order is made by the one before. */
export type ReleaseRun = {
  readonly v: 1;
  readonly kind: 'all' | 'probe';
  /** In whose name. */
  readonly by: (typeof automaticReleases)[number];
  readonly pool: string;
  /** The same on all pages of a run: one run at a time has a pool. */
  readonly id: string;
  /** Where the next page begins. */
  readonly after?: string | undefined;
  /** Only what was parked until then, in milliseconds since 1970: so a run ends. */
  readonly until: number;
};

/** Asks what is due in pools: an event that opens their road, or the clock. */
export type ReleaseLook = {
  readonly by: keyof typeof releasedBy | 'CLOCK';
  readonly pools: readonly string[];
};

/** Where a function leaves word for its next invocation. */
export type ReleaseOrders = { send(run: ReleaseRun): Promise<void> };

const eventTypes = Object.keys(releasedBy) as [keyof typeof releasedBy, ...(keyof typeof releasedBy)[]];

const runSchema = z.object({
  v: z.literal(1),
  kind: z.enum(['all', 'probe']),
  by: z.enum(automaticReleases),
  pool: identifier,
  id: z.string(),
  after: z.string().optional(),
  until: z.int(),
});

/** What the rule that asks each minute sends. */
export const clockTick = { v: 1, by: 'CLOCK' } as const;

const tickSchema = z.object({ v: z.literal(1), by: z.literal('CLOCK') });

const eventSchema = z.object({
  detail: z.object({
    event: z.object({
      type: z.enum(eventTypes),
      metadata: z.object({ agentType: identifier.optional() }),
    }),
  }),
});

/** Reads what asks for a release: a run's next page, the clock, or an EVENT of the bus, about one pool or all. */
export const readReleaseOrder = (
  body: string,
  pools: readonly string[],
): Parsed<{ readonly run: ReleaseRun } | { readonly look: ReleaseLook }> => {
  const json = parseJson(body, 'body');
  if (!json.ok) return json;
  const run = runSchema.safeParse(json.value).data;
  if (run) return { ok: true, value: { run } };
  if (tickSchema.safeParse(json.value).success) return { ok: true, value: { look: { by: 'CLOCK', pools } } };
  const event = parseMessage(eventSchema, json.value);
  if (!event.ok) return event;
  const { type, metadata } = event.value.detail.event;
  const meant = pools.filter((pool) => pool === (metadata.agentType ?? pool));
  return { ok: true, value: { look: { by: type, pools: meant } } };
};
