import * as z from 'zod';
import { receiptTags } from '../../../shared/channels/channel.ts';
import type { Endpoint } from '../endpoint.ts';
import { type SendProtocol, takeMessage } from '../take-message.ts';
import { sendJson } from '../wire.ts';

/** Where agent types over the HTTP channel post; the part between names the agent type, and so the inbox's channel. */
const PATH = /^\/http\/([a-z][a-z0-9]*)\/messages$/;

const messageSchema = z.strictObject({
  commandId: z.string().min(1),
  attempt: z.int().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  text: z.string(),
});

const addresseeSchema = z
  .object({
    to: z.string().optional().catch(undefined),
    from: z.string().optional().catch(undefined),
    commandId: z.string().optional().catch(undefined),
  })
  .catch({ to: undefined, from: undefined, commandId: undefined });

const protocolOf = (channel: string): SendProtocol => ({
  channel,
  addresseeIn: (body) => {
    const { to, from, commandId } = addresseeSchema.parse(body);
    return { to: to === undefined ? [] : [to], from, commandId };
  },
  read: (body) => {
    const parsed = messageSchema.safeParse(body);
    if (!parsed.success) {
      const rules = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      return { rules: rules.join('; ') };
    }
    const { commandId, attempt, from, to, text } = parsed.data;
    const tags = { [receiptTags.command]: commandId, [receiptTags.attempt]: String(attempt) };
    return { draft: { from, to: [to], text, tags } };
  },
  refusals: {
    broken: { status: 400, name: 'broken' },
    throttled: { status: 429, name: 'throttled' },
    refusedAddress: { status: 422, name: 'refused-address' },
    ofStatus: (status) => ({ status, name: `status-${status}` }),
  },
  sendRefusal: (response, { status, name }, message, headers) =>
    sendJson(response, status, { error: name, message }, headers),
  sendTaken: (response, messageId) => sendJson(response, 202, { messageId }),
});

/** A service as `HttpChannel` speaks to it, one for each agent type. */
export const httpEndpoint: Endpoint = {
  takes: ({ request, url }) => request.method === 'POST' && PATH.test(url.pathname),
  answer: (asked, state) =>
    takeMessage(asked, state, protocolOf(PATH.exec(asked.url.pathname)?.[1] ?? 'unknown')),
};
