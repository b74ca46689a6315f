import * as z from 'zod';
import { commandInBody } from '../../shared/parking/command-in-body.ts';
import type { PersonalCipher } from '../../shared/security/personal-cipher.ts';

/** What may be shown of a command to anybody: known fields without personal ones, since senders may add any field. */
const anything = z.unknown().optional();
const visibleSchema = z.object({
  messageId: anything,
  messageType: anything,
  schemaVersion: anything,
  timestamp: anything,
  source: anything,
  target: anything,
  command: z
    .object({
      type: anything,
      campaignId: anything,
      customerId: anything,
      templateId: anything,
      priority: anything,
      scheduledFor: anything,
    })
    .optional(),
  correlation: z.object({ conversationId: anything, workflowId: anything, hops: anything }).optional(),
});

/** A parked body's command without what is personal in it; `undefined` where it holds no command, of which nothing is shown. */
export const visibleEnvelope = (body: string): unknown => {
  const inBody = commandInBody(body);
  return inBody && (visibleSchema.safeParse(inBody.command).data ?? {});
};

const contextSchema = z.object({
  command: z.object({ customerId: z.string(), context: z.record(z.string(), z.unknown()) }),
});

/** A parked body as it is, what its command carries encrypted in the clear too. */
export const revealBody = async (body: string, cipher: Pick<PersonalCipher, 'decrypt'>): Promise<unknown> => {
  const inBody = commandInBody(body);
  if (inBody === undefined) return body;
  const carrier = contextSchema.safeParse(inBody.command).data?.command;
  if (carrier === undefined) return inBody.command;
  const { customerId, context } = carrier;
  const opened = await Promise.all(
    Object.entries(context).map(async ([name, value]) => {
      const clear = typeof value === 'string' ? await cipher.decrypt(customerId, value) : undefined;
      return [name, clear ?? value] as const;
    }),
  );
  const { command } = z.object({ command: z.looseObject({}) }).parse(inBody.command);
  return { ...inBody.command, command: { ...command, context: Object.fromEntries(opened) } };
};
