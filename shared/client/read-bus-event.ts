import * as z from 'zod';
import { type Issue, parseJson, parseMessage } from '../messages/parse-message.ts';
import type { Intake } from './switchboard-client.ts';

/** What EventBridge wraps around a document. */
const busEventSchema = z.looseObject({
  id: z.string().min(1).max(128),
  'detail-type': z.string(),
  source: z.string(),
  detail: z.looseObject({}),
});

/** Reads a coordinator lane's message, which is the bus's event; `intakeId` stands in where the event has no id. */
export const readBusEvent = (body: string, intakeId: string): Intake => {
  const json = parseJson(body, 'body');
  if (!json.ok) return { intakeId, message: undefined, issues: json.issues };
  const event = parseMessage(busEventSchema, json.value);
  if (!event.ok) return { intakeId, message: json.value, issues: event.issues };
  const { id, detail, source, 'detail-type': detailType } = event.value;
  const issues = wrappingIssues(detailType, source, detail['source']);
  return { intakeId: id, message: detail, issues: issues.length > 0 ? issues : undefined };
};

const wrappingIssues = (detailType: string, source: string, ownSource: unknown): Issue[] => {
  if (detailType !== 'COMMAND') return [{ path: 'detail-type', rule: 'is not served yet: only COMMAND is' }];
  // The bus policy limits who may put which source, so the document must not claim another.
  if (typeof ownSource === 'string' && ownSource !== source) {
    return [{ path: 'source', rule: 'must be the source that the event was put with' }];
  }
  return [];
};
