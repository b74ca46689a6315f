import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Event } from '../messages/event.ts';
import { identifier, upperCaseName } from '../messages/fields.ts';
import { hopsOf } from '../messages/hops.ts';
import type { EventType } from '../messages/message-types.ts';
import { type Parsed, parseMessage } from '../messages/parse-message.ts';
import type { Escalation } from './escalate.ts';
import { HIGHEST_LEVEL } from './escalation-ladder.ts';

/** The EVENTs by which systems escalate, with the level of one that names none. */
const levelOf = {
  EMERGENCY_ESCALATION: HIGHEST_LEVEL,
  SYSTEM_FAILURE: 8,
} as const satisfies Partial<Record<EventType, number>>;

const isEscalationType = (type: string): type is keyof typeof levelOf => Object.hasOwn(levelOf, type);

const metadataSchema = z.looseObject({
  escalationLevel: z.int().min(0).max(HIGHEST_LEVEL).optional(),
  /** A code: what happened in words may be personal. */
  reason: upperCaseName.optional(),
  templateId: identifier.optional(),
  avoidChannels: z.array(identifier).max(10).optional(),
});

const HOUR_MS = 3_600_000;

/**
 * The escalation that an EVENT asks for; `undefined` for EVENTs that ask for none. A system that fails and fails again is one
 * matter each hour, as long as it says the same of it: a person needs no hundred tasks.
 */
export const readEscalation = (message: Event): Parsed<Escalation> | undefined => {
  const { type, customerId, campaignId, metadata } = message.event;
  if (!isEscalationType(type)) return undefined;
  const parsed = parseMessage(metadataSchema, metadata);
  if (!parsed.ok) {
    return {
      ok: false,
      issues: parsed.issues.map((issue) => ({ ...issue, path: `event.metadata.${issue.path}` })),
    };
  }
  const { escalationLevel, reason = type, templateId, avoidChannels } = parsed.value;
  const { conversationId, workflowId } = message.correlation;
  const matter = { reason, customerId, campaignId };
  return {
    ok: true,
    value: {
      ...matter,
      escalationId: type === 'SYSTEM_FAILURE' ? failureId(message, Object.values(matter)) : message.messageId,
      level: escalationLevel ?? levelOf[type],
      conversationId,
      workflowId,
      hops: hopsOf(message),
      templateId,
      avoid: avoidChannels,
    },
  };
};

const failureId = ({ source, timestamp }: Event, matter: readonly (string | undefined)[]): string => {
  const hour = Math.floor(Date.parse(timestamp) / HOUR_MS);
  return createHash('sha256')
    .update(JSON.stringify([source, hour, ...matter]))
    .digest('base64url');
};
