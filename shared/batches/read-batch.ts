import * as z from 'zod';
import { type WholeBatch, wholeBatchSchema } from '../messages/batch-message.ts';
import { hopsOf, isLooping, MOST_HOPS } from '../messages/hops.ts';
import { DEEPEST, isDeeperThan } from '../messages/is-deeper-than.ts';
import { broken, type Issue, type Parsed, parseMessage } from '../messages/parse-message.ts';

/**
 * Reads a batch; every rule that the batch as a whole breaks rejects it: its fields, a number that is not that of its members,
 * a customer who is in it twice, a loop that it is part of. Its members are not looked at any further.
 */
export const readBatch = (document: unknown): Parsed<WholeBatch> => {
  if (isDeeperThan(document, DEEPEST)) return broken('', `must be nested at most ${DEEPEST} levels deep`);
  const parsed = parseMessage(wholeBatchSchema, document);
  if (!parsed.ok) return parsed;
  if (isLooping(parsed.value)) {
    return broken('correlation.hops', `must be at most ${MOST_HOPS}: ${hopsOf(parsed.value)} are a loop`);
  }
  const issues = duplicateIssues(parsed.value.batchMessage.messages);
  return issues.length > 0 ? { ok: false, issues } : parsed;
};

const named = z.looseObject({ customerId: z.string() });

const duplicateIssues = (members: readonly unknown[]): readonly Issue[] => {
  const first = new Map<string, number>();
  return members.flatMap((member, index) => {
    const customerId = named.safeParse(member).data?.customerId;
    if (customerId === undefined) return [];
    const before = first.get(customerId);
    if (before === undefined) {
      first.set(customerId, index);
      return [];
    }
    const rule = `must be another customer than that of messages.${before}`;
    return [{ path: memberPath(index, 'customerId'), rule }];
  });
};

/** Where a field of a member is. */
export const memberPath = (index: number, field: string): string =>
  `batchMessage.messages.${index}${field === '' ? '' : `.${field}`}`;
