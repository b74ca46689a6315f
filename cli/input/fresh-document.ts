import * as z from 'zod';
import { isBatch } from '../../shared/messages/batch-message.ts';

const documentSchema = z.looseObject({});
const batchSchema = z.looseObject({ batchMessage: z.looseObject({}) });

/** The same document as a new message: its own id, made now. What is no JSON object stays as it is. */
export const freshDocument = (document: unknown, id: string, now: Date): unknown => {
  const timestamp = now.toISOString();
  const batch = isBatch(document) ? batchSchema.safeParse(document).data : undefined;
  if (batch !== undefined) {
    return { ...batch, timestamp, batchMessage: { ...batch.batchMessage, batchId: `batch-${id}` } };
  }
  const parsed = documentSchema.safeParse(document);
  return parsed.success ? { ...parsed.data, messageId: id, timestamp } : document;
};
