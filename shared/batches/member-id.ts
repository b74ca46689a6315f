import { batchAggregate, eventIdOf } from '../journal/command-facts.ts';

/** The id of the command that a member of a batch becomes, the same however often the batch is expanded: a UUID. */
export const memberCommandId = (batchId: string, member: number): string =>
  eventIdOf({ aggregate: batchAggregate(batchId), key: `member#${member}` });
