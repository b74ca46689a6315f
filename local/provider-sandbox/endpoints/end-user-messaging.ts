import type { ServerResponse } from 'node:http';
import type * as z from 'zod';
import type { Asked, Endpoint } from '../endpoint.ts';
import { type Refusal, type SendProtocol, takeMessage } from '../take-message.ts';
import { sendAwsJson } from '../wire.ts';
import {
  addresseeIn,
  draftOf,
  type SendMessage,
  sendTextMessageSchema,
  sendVoiceMessageSchema,
} from './end-user-messaging-request.ts';

const TARGET = 'PinpointSMSVoiceV2.';

/** End User Messaging's names of statuses; its general ones where it has none. */
const named: Readonly<Record<number, string>> = {
  402: 'ServiceQuotaExceededException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  429: 'ThrottlingException',
};

const sendRefusal: SendProtocol['sendRefusal'] = (response, { status, name, fields }, message, headers) =>
  sendAwsJson(response, status, { __type: name, Message: message, ...fields }, headers);

const sendTaken = (response: ServerResponse, MessageId: string): void =>
  sendAwsJson(response, 200, { MessageId });

const brokenRequest: Refusal = {
  status: 400,
  name: 'ValidationException',
  fields: { Reason: 'INVALID_PARAMETER' },
};

const protocolOf = (channel: string, schema: z.ZodType<SendMessage>): SendProtocol => ({
  channel,
  addresseeIn,
  read: (body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return { draft: draftOf(parsed.data) };
    const issues = parsed.error.issues.map(({ path, message }) => ({
      Name: path.join('.'),
      Message: message,
    }));
    const rules = issues.map(({ Name, Message }) => `${Name}: ${Message}`).join('; ');
    return { rules, fields: { Fields: issues } };
  },
  refusals: {
    broken: brokenRequest,
    throttled: { status: 429, name: 'ThrottlingException' },
    refusedAddress: {
      status: 400,
      name: 'ConflictException',
      fields: { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT', ResourceType: 'opted-out-number' },
    },
    ofStatus: (status) => ({
      status,
      name: named[status] ?? (status < 500 ? 'ValidationException' : 'InternalServerException'),
    }),
  },
  sendRefusal,
  sendTaken,
});

/** The operations that the sandbox speaks, by their name on the wire. */
const operations: Readonly<Record<string, SendProtocol>> = {
  SendTextMessage: protocolOf('sms', sendTextMessageSchema),
  SendVoiceMessage: protocolOf('phone', sendVoiceMessageSchema),
};

const operationOf = ({ request }: Asked): SendProtocol | undefined => {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(TARGET)
    ? operations[target.slice(TARGET.length)]
    : undefined;
};

/** AWS End User Messaging, as far as text messages and voice messages: JSON 1.0. */
export const endUserMessagingEndpoint: Endpoint = {
  takes: (asked) => asked.request.method === 'POST' && operationOf(asked) !== undefined,
  answer: async (asked, state) => {
    const operation = operationOf(asked);
    if (operation) await takeMessage(asked, state, operation);
  },
};
