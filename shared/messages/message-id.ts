import * as z from 'zod';

const direct = z.looseObject({ messageId: z.uuid() });
const wrapped = z.looseObject({ message: direct });

/** The message id in a document that is otherwise broken, so that its rejection can be found by it. */
export const messageIdIn = (value: unknown): string | undefined => {
  const own = direct.safeParse(value);
  if (own.success) return own.data.messageId;
  const inner = wrapped.safeParse(value);
  return inner.success ? inner.data.message.messageId : undefined;
};
