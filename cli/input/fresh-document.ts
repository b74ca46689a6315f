import * as z from 'zod';

const documentSchema = z.looseObject({});

/** The same document as a new message: its own id, made now. What is no JSON object stays as it is. */
export const freshDocument = (document: unknown, id: string, now: Date): unknown => {
  const parsed = documentSchema.safeParse(document);
  return parsed.success ? { ...parsed.data, messageId: id, timestamp: now.toISOString() } : document;
};
