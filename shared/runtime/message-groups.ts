import type { SQSRecord } from 'aws-lambda';
import { isSuspect } from './isolate-suspects.ts';

/**
 * Splits a batch of a FIFO queue by message group, each in its order. Groups with a message that may be the one that crashes
 * its function come last, so that it cannot drag the others into the dead-letter queue.
 */
export const messageGroups = (records: readonly SQSRecord[]): readonly (readonly SQSRecord[])[] => {
  const groups = [...Map.groupBy(records, ({ attributes }) => attributes.MessageGroupId ?? '').values()];
  return [
    ...groups.filter((group) => !group.some(isSuspect)),
    ...groups.filter((group) => group.some(isSuspect)),
  ];
};
