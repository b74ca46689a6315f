import * as z from 'zod';
import { identifier } from '../messages/fields.ts';
import { type Parsed, parseJson, parseMessage } from '../messages/parse-message.ts';
import { reportAskSchema } from '../reports/report-ask.ts';

/** What the front door, or a page before, hands over of a report: ids, codes and days. */
export const reportChoreSchema = z.object({
  v: z.literal(1),
  kind: z.literal('report'),
  /** The command's, and so the report's. */
  reportId: z.uuid(),
  subject: z.object({
    agentType: z.string(),
    identity: identifier,
    commandType: z.string(),
    customerId: identifier.optional(),
    campaignId: identifier.optional(),
    conversationId: identifier.optional(),
    workflowId: identifier.optional(),
    hops: z.int().optional(),
  }),
  asked: reportAskSchema,
  /** Messages that worked on it before. */
  page: z.int().min(0),
});

export type ReportChore = z.infer<typeof reportChoreSchema>;

/** What maintenance does each day. */
export const maintenanceJobs = ['archive-day', 'snapshot-switches'] as const;

export type MaintenanceJob = (typeof maintenanceJobs)[number];

/** Work without haste: what the schedule says, or the EVENT of whoever sees that it is due; it means all jobs. */
export const maintenanceChoreSchema = z.object({ v: z.literal(1), kind: z.literal('maintenance') });

export type MaintenanceChore = z.infer<typeof maintenanceChoreSchema>;

/** What the schedule puts into the lane. */
export const maintenanceDue: MaintenanceChore = { v: 1, kind: 'maintenance' };

const eventOnBusSchema = z.looseObject({
  detail: z.looseObject({ event: z.looseObject({ type: z.literal('MAINTENANCE_DUE') }) }),
});

/** Any message of the back office's lane, an EVENT with the bus's wrapping included. */
const messageSchema = z.union([reportChoreSchema, maintenanceChoreSchema, eventOnBusSchema]);

/** Reads a message of the back office's lane. */
export const readChore = (body: string): Parsed<ReportChore | MaintenanceChore> => {
  const json = parseJson(body, 'body');
  const read = json.ok ? parseMessage(messageSchema, json.value) : json;
  if (!read.ok) return read;
  return { ok: true, value: 'detail' in read.value ? maintenanceDue : read.value };
};
