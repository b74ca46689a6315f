import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { priorities } from '../../messages/priority.ts';
import { type ParkedMessage, positionOf } from '../parked-message.ts';

type Item = Record<string, AttributeValue>;

/** Ids in the table of state of the index of parked messages begin so; functions that park may write no others. */
export const PARKED_PREFIX = 'parked#';

const DAY_SECONDS = 86_400;

const subjectSchema = z.object({
  agentType: z.string(),
  identity: z.string(),
  commandType: z.string(),
  customerId: z.string().optional(),
  campaignId: z.string().optional(),
  conversationId: z.string().optional(),
  workflowId: z.string().optional(),
  hops: z.number().optional(),
});

const parkedSchema = z.object({
  id: z.string(),
  pool: z.string(),
  tier: z.enum(priorities).optional(),
  parkedAt: z.number(),
  notBefore: z.number().optional(),
  cause: z.string(),
  attempt: z.number(),
  aggregate: z.string(),
  subject: subjectSchema,
});

/** The primary key of a parked message in the table of state: a pool's are together, by time. */
export const parkedKey = (parked: ParkedMessage): Item => keyAt(parked.pool, positionOf(parked));

/** The key of a position of a pool. */
export const keyAt = (pool: string, position: string): Item => ({
  id: { S: `${PARKED_PREFIX}${pool}` },
  part: { S: position },
});

/** A parked message as its item. */
export const toItem = (parked: ParkedMessage, retentionDays: number): Item => ({
  ...parkedKey(parked),
  parked: { S: JSON.stringify(parked) },
  expiresAt: { N: String(Math.ceil(parked.parkedAt / 1000) + retentionDays * DAY_SECONDS) },
});

/** The parked message of an item. */
export const toParked = (item: Item): ParkedMessage =>
  parkedSchema.parse(JSON.parse(item['parked']?.S ?? ''));
