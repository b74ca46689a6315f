import * as z from 'zod';
import { phoneNumberSchema } from '../channels/phone-number.ts';
import { identifier } from '../messages/fields.ts';
import { type Parsed, parseJson, parseMessage } from '../messages/parse-message.ts';
import type { Reply } from './note-reply.ts';

/** What End User Messaging publishes of a text message that came in, as far as it is read. */
const inboundSchema = z.looseObject({
  originationNumber: phoneNumberSchema,
  messageBody: z.string().max(10_000),
  inboundMessageId: identifier,
});

/** Reads the message of a two-way SMS topic; `receivedAt` is the topic's own time, since the message has none. */
export const readSmsReply = (message: string, receivedAt: string): Parsed<Reply> => {
  const json = parseJson(message, 'Message');
  if (!json.ok) return json;
  const inbound = parseMessage(inboundSchema, json.value);
  if (!inbound.ok) return inbound;
  const { originationNumber, messageBody, inboundMessageId } = inbound.value;
  return {
    ok: true,
    value: {
      channel: 'sms',
      from: originationNumber,
      text: messageBody,
      receivedAt,
      intakeId: inboundMessageId,
    },
  };
};
