import * as z from 'zod';
import { commandSchema } from './command.ts';
import { contextUpdateSchema } from './context-update.ts';
import { eventSchema } from './event.ts';

/** The messages of the bus, by their `messageType`. */
export const messageSchemas = {
  COMMAND: commandSchema,
  EVENT: eventSchema,
  CONTEXT_UPDATE: contextUpdateSchema,
} as const;

export type MessageType = keyof typeof messageSchemas;

/** Any message of the bus, told apart by `messageType`. */
export const messageSchema = z.discriminatedUnion('messageType', [
  commandSchema,
  eventSchema,
  contextUpdateSchema,
]);
