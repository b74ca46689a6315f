import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

/** From this receive on a message may be the one that crashes its function, and is worked on alone. */
const ISOLATE_FROM_RECEIVE = 3;

/**
 * Splits a batch so that a message that crashes the function cannot drag its batch mates into the dead-letter queue: fresh
 * messages first and together, then each suspect alone. The suspects' order turns round at each receive, so that whoever
 * stood behind the poison once stands before it the next time.
 */
export const isolateSuspects = (records: readonly SQSRecord[]): readonly (readonly SQSRecord[])[] => {
  const suspects = records.filter(isSuspect);
  if (suspects.length === 0) return records.length > 0 ? [records] : [];
  const fresh = records.filter((record) => !isSuspect(record));
  const turn = Math.max(...suspects.map(receivesOf));
  const alone = suspects.toSorted(turn % 2 === 0 ? (a, b) => byHash(b, a) : byHash).map((record) => [record]);
  return fresh.length > 0 ? [fresh, ...alone] : alone;
};

/** Whether a message came back so often that it may be the one that crashes its function. */
export const isSuspect = (record: SQSRecord): boolean => receivesOf(record) >= ISOLATE_FROM_RECEIVE;

/** How often a message was received, this time included. */
export const receivesOf = (record: SQSRecord): number => Number(record.attributes.ApproximateReceiveCount);

const byHash = (a: SQSRecord, b: SQSRecord): number => (hashOf(a) < hashOf(b) ? -1 : 1);

const hashOf = (record: SQSRecord): string => createHash('sha256').update(record.messageId).digest('hex');
