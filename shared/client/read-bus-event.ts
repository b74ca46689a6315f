import * as z from 'zod';
import { BATCH } from '../messages/batch-message.ts';
import { type MessageType, messageSchemas } from '../messages/message.ts';
import { type Issue, parseJson, parseMessage } from '../messages/parse-message.ts';
import type { Intake } from './submit-result.ts';

/** What EventBridge wraps around a document. */
const busEventSchema = z.looseObject({
  id: z.string().min(1).max(128),
  'detail-type': z.string(),
  source: z.string(),
  time: z.string().optional(),
  detail: z.looseObject({}),
});

/** A document of the bus and the type that it was put with; what is broken is a COMMAND's rejection. */
export type BusIntake = Intake & { readonly messageType: BusMessageType };

/** What may be put on the bus for the coordinator. */
type BusMessageType = MessageType | typeof BATCH;

/**
 * Reads a coordinator lane's message, which is the bus's event; `intakeId` stands in where the event has no id. `queuedAt`:
 * milliseconds since 1970 at which it lay in the lane.
 */
export const readBusEvent = (body: string, intakeId: string, queuedAt?: number): BusIntake => {
  const json = parseJson(body, 'body');
  if (!json.ok) return { messageType: 'COMMAND', intakeId, message: undefined, issues: json.issues };
  const event = parseMessage(busEventSchema, json.value);
  if (!event.ok) return { messageType: 'COMMAND', intakeId, message: json.value, issues: event.issues };
  const { id, detail, source, time = '', 'detail-type': detailType } = event.value;
  const putAt = Date.parse(time);
  const issues = wrappingIssues(detailType, source, detail['source']);
  return {
    messageType: isMessageType(detailType) ? detailType : 'COMMAND',
    intakeId: id,
    message: detailType === BATCH ? asBatch(detail, source) : detail,
    issues: issues.length > 0 ? issues : undefined,
    ...(Number.isNaN(putAt) || queuedAt === undefined ? {} : { putAt, queuedAt }),
  };
};

const busMessageTypes: readonly string[] = [...Object.keys(messageSchemas), BATCH];

const isMessageType = (name: string): name is BusMessageType => busMessageTypes.includes(name);

/** The specification's batch says neither what it is nor who sends it: the bus knows both. */
const asBatch = (detail: object, source: string): object => ({ source, messageType: BATCH, ...detail });

const wrappingIssues = (detailType: string, source: string, ownSource: unknown): Issue[] => {
  if (!isMessageType(detailType)) {
    return [{ path: 'detail-type', rule: `must be one of ${busMessageTypes.join(', ')}` }];
  }
  // The bus policy limits who may put which source, so the document must not claim another.
  if (typeof ownSource === 'string' && ownSource !== source) {
    return [{ path: 'source', rule: 'must be the source that the event was put with' }];
  }
  return [];
};
