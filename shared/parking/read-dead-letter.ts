import * as z from 'zod';
import { commandAggregate, rejectionAggregate } from '../journal/command-facts.ts';
import { commandSubject, taskSubject } from '../journal/command-subject.ts';
import type { CommandSubject } from '../journal/subjects.ts';
import { type LaneMessage, laneMessageSchema } from '../lanes/lane-message.ts';
import { identifier } from '../messages/fields.ts';
import { parseJson, parseMessage } from '../messages/parse-message.ts';
import { type Priority, priorities } from '../messages/priority.ts';

/** The queue that a dead letter was given up by. */
export type DeadLetterSource = {
  /** An agent type, `coordinator`, or the name of an intake. */
  readonly pool: string;
  /** The tier that names the lane; absent for intakes. */
  readonly tier?: Priority | undefined;
  /** What its messages are: an agent lane's, the bus's events, or what providers tell. */
  readonly carries: 'lane-messages' | 'bus-events' | 'news';
};

/** What a dead letter is about, as far as it can be read. */
export type DeadLetter = {
  /** The partition of its facts: its command's, or one of its own. */
  readonly aggregate: string;
  readonly subject: CommandSubject;
  readonly tier?: Priority | undefined;
};

/** Reads a dead letter. What is no readable command is about itself; a customer that it names anywhere keeps its key. */
export const readDeadLetter = (body: string, source: DeadLetterSource, intakeId: string): DeadLetter => {
  const json = parseJson(body, 'body');
  const value = json.ok ? json.value : undefined;
  const command = source.carries === 'lane-messages' ? laneCommand(value) : undefined;
  const submitted = source.carries === 'bus-events' ? busCommand(value, source) : undefined;
  return command ?? submitted ?? unreadable(value, source, intakeId);
};

const laneCommand = (value: unknown): DeadLetter | undefined => {
  const lane = parseMessage<LaneMessage>(laneMessageSchema, value);
  if (!lane.ok) return undefined;
  const { message, tier } = lane.value;
  return { aggregate: commandAggregate(message.messageId), subject: commandSubject(lane.value), tier };
};

/** Only what facts repeat: whatever else is wrong with a command is the coordinator's to say. */
const busSchema = z.object({
  detail: z.object({
    messageId: z.uuid(),
    messageType: z.literal('COMMAND'),
    target: identifier,
    command: z.object({
      type: identifier,
      customerId: identifier.optional(),
      campaignId: identifier.optional(),
      priority: z.enum(priorities).optional().catch(undefined),
    }),
    correlation: z
      .object({ conversationId: identifier.optional(), workflowId: identifier.optional() })
      .optional(),
  }),
});

const busCommand = (value: unknown, { tier }: DeadLetterSource): DeadLetter | undefined => {
  const read = busSchema.safeParse(value).data?.detail;
  if (read === undefined) return undefined;
  const { messageId, command } = read;
  return {
    aggregate: commandAggregate(messageId),
    subject: taskSubject(read),
    tier: command.priority ?? tier,
  };
};

const unreadable = (value: unknown, { pool, tier }: DeadLetterSource, intakeId: string): DeadLetter => ({
  aggregate: rejectionAggregate(intakeId),
  subject: { agentType: pool, identity: pool, commandType: 'NONE', customerId: customerIn(value) },
  tier,
});

const named = z.object({ customerId: identifier });

/** The customer of a message that is otherwise unreadable, wherever our kinds of message name one. */
const customerIn = (value: unknown): string | undefined => {
  const places = [
    ['message', 'command'],
    ['detail', 'command'],
    ['detail', 'event'],
    ['detail', 'contextUpdate'],
  ] as const;
  return places
    .map((path) => named.safeParse(at(value, path)).data?.customerId)
    .find((customerId) => customerId !== undefined);
};

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
