import { batchIdOf } from '../../journal/command-facts.ts';
import type { Fact } from '../../journal/fact.ts';
import type { News } from './news.ts';

/** News of batches. */
export const newsOfBatch = (fact: Fact): News | undefined => {
  const batchId = batchIdOf(fact.aggregate);
  switch (fact.type) {
    case 'batch-accepted': {
      const { campaignId, hops, members } = fact.body;
      return {
        type: 'BATCH_ACCEPTED',
        status: 'ACCEPTED',
        subject: { campaignId, hops, batchId },
        more: { members },
      };
    }
    case 'batch-completed': {
      const { campaignId, hops, members, outcomes } = fact.body;
      return {
        type: 'BATCH_COMPLETED',
        status: 'COMPLETED',
        subject: { campaignId, hops, batchId },
        more: { members, outcomes },
      };
    }
    default:
      return undefined;
  }
};
