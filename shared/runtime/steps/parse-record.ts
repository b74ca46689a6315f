import type { SQSRecord } from 'aws-lambda';
import { commandAggregate, rejectedFact } from '../../journal/command-facts.ts';
import { commandSubject } from '../../journal/command-subject.ts';
import { type LaneMessage, laneMessageSchema } from '../../lanes/lane-message.ts';
import { messageIdIn } from '../../messages/message-id.ts';
import { type Issue, parseJson } from '../../messages/parse-message.ts';
import { quickParser } from '../../messages/quick-parser.ts';
import { Settled } from '../settled.ts';
import type { Task } from './work.ts';

const parseLane = quickParser<LaneMessage>(laneMessageSchema);

/** Reads a lane's message; one that breaks the rules is rejected with every rule it breaks. */
export const parseRecord =
  (now: () => number) =>
  ({ record }: { record: SQSRecord }): Task | Settled => {
    const json = parseJson(record.body, 'body');
    if (!json.ok) return reject(record, undefined, json.issues, now());
    const lane = parseLane(json.value);
    if (lane.ok) return toTask(record, lane.value);
    return reject(record, messageIdIn(json.value), lane.issues, now());
  };

const toTask = (record: SQSRecord, lane: LaneMessage): Task => ({
  record,
  lane,
  aggregate: commandAggregate(lane.message.messageId),
  subject: commandSubject(lane),
});

const reject = (
  record: SQSRecord,
  commandId: string | undefined,
  issues: readonly Issue[],
  at: number,
): Settled => new Settled('REJECTED', [rejectedFact(commandId, at, { issues, intakeId: record.messageId })]);
