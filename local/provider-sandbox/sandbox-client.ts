import * as z from 'zod';
import { type Fault, faultSchema } from './faults.ts';
import { type Call, callSchema, type InboxMessage, inboxMessageSchema } from './inbox-message.ts';
import type { ReceiptKind } from './receipts/receipt-kinds.ts';
import type { AskedReply } from './replies/replies.ts';

/** Narrows what is asked for; nothing given asks for all. */
export type Asked = {
  readonly commandId?: string | undefined;
  readonly to?: string | undefined;
  readonly channel?: string | undefined;
};

/** Talks to a running sandbox. Methods throw an error that says what the sandbox refused. */
export const createSandboxClient = (endpoint: string) => {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${endpoint}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`sandbox: ${await answer.text()}`);
    return answer.json();
  };
  const query = (asked: Asked): string => {
    const given = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
    return String(new URLSearchParams(Object.fromEntries(given)));
  };
  return {
    inbox: async (asked: Asked = {}): Promise<InboxMessage[]> =>
      z.array(inboxMessageSchema).parse(await call('GET', `inbox?${query(asked)}`)),
    calls: async (asked: Asked = {}): Promise<Call[]> =>
      z.array(callSchema).parse(await call('GET', `calls?${query(asked)}`)),
    fault: async (fault: Fault): Promise<void> => void (await call('POST', 'faults', fault)),
    faults: async (): Promise<Fault[]> => z.array(faultSchema).parse(await call('GET', 'faults')),
    clearFaults: async (): Promise<void> => void (await call('DELETE', 'faults')),
    sendReceipt: async (asked: { commandId: string; receipt: ReceiptKind }): Promise<void> =>
      void (await call('POST', 'receipts', asked)),
    reply: async (reply: AskedReply): Promise<void> => void (await call('POST', 'replies', reply)),
  };
};
