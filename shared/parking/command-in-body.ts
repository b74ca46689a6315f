import * as z from 'zod';
import { parseJson } from '../messages/parse-message.ts';

/** The COMMAND inside a queue's message, and the message with another in its place. */
export type CommandInBody = {
  readonly command: Readonly<Record<string, unknown>>;
  readonly withCommand: (command: unknown) => string;
};

const commandSchema = z.looseObject({ messageType: z.literal('COMMAND') });
const laneSchema = z.looseObject({ v: z.literal(1), message: commandSchema });
const busSchema = z.looseObject({ detail: commandSchema });

/** Finds the COMMAND in a message of an agent's lane or of the coordinator's; `undefined` where there is none. */
export const commandInBody = (body: string): CommandInBody | undefined => {
  const json = parseJson(body, 'body');
  const value = json.ok ? json.value : undefined;
  const lane = laneSchema.safeParse(value).data;
  if (lane) {
    return {
      command: lane.message,
      withCommand: (message) => JSON.stringify({ ...lane, message }),
    };
  }
  const event = busSchema.safeParse(value).data;
  return event && { command: event.detail, withCommand: (detail) => JSON.stringify({ ...event, detail }) };
};
