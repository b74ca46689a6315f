import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { receiptTags } from '../../../shared/channels/channel.ts';
import type { Asked, Endpoint, SandboxState } from '../endpoint.ts';
import { faultSchema } from '../faults.ts';
import { receiptKinds } from '../receipts/receipt-kinds.ts';
import { replyOf, replySchema } from '../replies/replies.ts';
import { readBody, sendJson } from '../wire.ts';

/** Under this path the sandbox is asked and told things; everything else is the providers' own wire protocol. */
const CONTROL_PATH = '/sandbox/';

const receiptSchema = z.strictObject({
  commandId: z.string().min(1),
  receipt: z.enum(receiptKinds),
});

/** Answers the CLI and tests: inbox, calls, faults, receipts, replies. */
export const controlEndpoint: Endpoint = {
  takes: ({ url }) => url.pathname.startsWith(CONTROL_PATH),
  answer: async (asked, state) => {
    const route = `${asked.request.method} ${asked.url.pathname.slice(CONTROL_PATH.length)}`;
    const answer = routes[route];
    if (answer) await answer(asked, state);
    else sendJson(asked.response, 404, { error: `${route}: is nothing that the sandbox knows` });
  },
};

const routes: Readonly<Record<string, (asked: Asked, state: SandboxState) => void | Promise<void>>> = {
  'GET inbox': ({ response, url }, { inbox }) => {
    const isAsked = askedIn(url);
    const messages = inbox.filter((message) => isAsked(message, message.tags[receiptTags.command]));
    sendJson(response, 200, messages);
  },
  'DELETE inbox': ({ response }, { inbox }) => {
    inbox.length = 0;
    sendJson(response, 200, {});
  },
  'GET calls': ({ response, url }, { calls }) => {
    const isAsked = askedIn(url);
    sendJson(
      response,
      200,
      calls.filter((call) => isAsked(call, call.commandId)),
    );
  },
  'GET faults': ({ response }, { faults }) => sendJson(response, 200, faults.list()),
  'DELETE faults': ({ response }, { faults }) => {
    faults.clear();
    sendJson(response, 200, {});
  },
  'POST faults': ({ request, response }, { faults }) =>
    withInput(faultSchema, request, response, (fault) => faults.add(fault)),
  'POST receipts': ({ request, response }, state) =>
    withInput(receiptSchema, request, response, (asked) => sendReceipt(asked, state)),
  'POST replies': ({ request, response }, { replies, inbox }) =>
    withInput(replySchema, request, response, (asked) => replies.send(replyOf(asked, inbox))),
};

type Addressed = { readonly channel: string; readonly to: readonly string[] };

const askedIn = ({ searchParams }: URL) => {
  const commandId = searchParams.get('commandId');
  const channel = searchParams.get('channel');
  const to = searchParams.get('to');
  return (of: Addressed, id: string | undefined): boolean =>
    (commandId === null || commandId === id) &&
    (channel === null || channel === of.channel) &&
    (to === null || of.to.includes(to));
};

const sendReceipt = (
  { commandId, receipt }: z.infer<typeof receiptSchema>,
  { inbox, receipts }: SandboxState,
): void => {
  for (const message of inbox.filter(({ tags }) => tags[receiptTags.command] === commandId))
    void receipts.send(message, receipt, 0);
};

const withInput = async <T>(
  schema: z.ZodType<T>,
  request: IncomingMessage,
  response: ServerResponse,
  then: (input: T) => void | Promise<void>,
): Promise<void> => {
  const parsed = schema.safeParse(await readBody(request));
  if (!parsed.success) {
    const rules = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return sendJson(response, 400, { error: rules.join('; ') });
  }
  try {
    await then(parsed.data);
    sendJson(response, 200, {});
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : 'it failed' });
  }
};
