import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { receiptTags } from '../../shared/channels/channel.ts';
import { faultSchema } from './faults.ts';
import type { SesDeps } from './ses-endpoint.ts';
import { readBody, sendJson } from './wire.ts';

/** Under this path the sandbox is asked and told things; everything else is the providers' own wire protocol. */
export const CONTROL_PATH = '/sandbox/';

const receiptSchema = z.strictObject({
  commandId: z.string().min(1),
  receipt: z.enum(['delivery', 'bounce', 'complaint']),
});

/** Answers the CLI and tests: inbox, calls, faults, receipts. */
export const handleControl = async (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  deps: SesDeps,
): Promise<void> => {
  const route = `${request.method} ${url.pathname.slice(CONTROL_PATH.length)}`;
  const commandId = url.searchParams.get('commandId');
  const to = url.searchParams.get('to');
  const isAsked = (of: { to: readonly string[] }, id: string | undefined) =>
    (commandId === null || commandId === id) && (to === null || of.to.includes(to));
  switch (route) {
    case 'GET inbox':
      return sendJson(
        response,
        200,
        deps.inbox.filter((mail) => isAsked(mail, mail.tags[receiptTags.command])),
      );
    case 'DELETE inbox':
      deps.inbox.length = 0;
      return sendJson(response, 200, {});
    case 'GET calls':
      return sendJson(
        response,
        200,
        deps.calls.filter((call) => isAsked(call, call.commandId)),
      );
    case 'GET faults':
      return sendJson(response, 200, deps.faults.list());
    case 'DELETE faults':
      deps.faults.clear();
      return sendJson(response, 200, {});
    case 'POST faults':
      return withInput(faultSchema, request, response, (fault) => deps.faults.add(fault));
    case 'POST receipts':
      return withInput(receiptSchema, request, response, (asked) => sendReceipt(asked, deps));
    default:
      return sendJson(response, 404, { error: `${route}: is nothing that the sandbox knows` });
  }
};

const sendReceipt = (
  { commandId, receipt }: z.infer<typeof receiptSchema>,
  { inbox, receipt: send }: SesDeps,
): void => {
  for (const mail of inbox.filter(({ tags }) => tags[receiptTags.command] === commandId))
    send(mail, receipt, 0);
};

const withInput = async <T>(
  schema: z.ZodType<T>,
  request: IncomingMessage,
  response: ServerResponse,
  then: (input: T) => void,
): Promise<void> => {
  const parsed = schema.safeParse(await readBody(request));
  if (!parsed.success) {
    const rules = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return sendJson(response, 400, { error: rules.join('; ') });
  }
  then(parsed.data);
  sendJson(response, 200, {});
};
