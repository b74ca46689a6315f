import * as z from 'zod';
import type { Fault } from './faults.ts';
import { type Call, callSchema, type Mail, mailSchema } from './mail.ts';
import type { ReceiptKind } from './receipt-event.ts';

/** Narrows what is asked for; nothing given asks for all. */
export type Asked = { readonly commandId?: string | undefined; readonly to?: string | undefined };

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
  const query = ({ commandId, to }: Asked): string =>
    String(new URLSearchParams({ ...(commandId ? { commandId } : {}), ...(to ? { to } : {}) }));
  return {
    inbox: async (asked: Asked = {}): Promise<Mail[]> =>
      z.array(mailSchema).parse(await call('GET', `inbox?${query(asked)}`)),
    calls: async (asked: Asked = {}): Promise<Call[]> =>
      z.array(callSchema).parse(await call('GET', `calls?${query(asked)}`)),
    fault: async (fault: Fault): Promise<void> => void (await call('POST', 'faults', fault)),
    clearFaults: async (): Promise<void> => void (await call('DELETE', 'faults')),
    sendReceipt: async (asked: { commandId: string; receipt: ReceiptKind }): Promise<void> =>
      void (await call('POST', 'receipts', asked)),
  };
};
