import type { CampaignTurn } from '../../journal/facts/campaign-facts.ts';
import type { EventStatus } from '../../messages/event.ts';
import type { EventType } from '../../messages/message-types.ts';
import type { NewsSource } from './news.ts';

/** What the bus is told of a campaign's turns. */
const turns = {
  RUNNING: ['CAMPAIGN_RESUMED', 'RECORDED'],
  PAUSED: ['CAMPAIGN_PAUSED', 'RECORDED'],
  CANCELLED: ['CAMPAIGN_CANCELLED', 'CANCELLED'],
  SPENT: ['CAMPAIGN_BUDGET_SPENT', 'RECORDED'],
  COMPLETED: ['CAMPAIGN_COMPLETED', 'COMPLETED'],
} as const satisfies Record<CampaignTurn, readonly [EventType, EventStatus]>;

/** News of campaigns. The `run` of a start or a resumption is the one that the campaign's master is to make. */
export const newsOfCampaign: NewsSource = (fact) => {
  switch (fact.type) {
    case 'campaign-started': {
      const { campaignId, steps, hops } = fact.body;
      return {
        type: 'CAMPAIGN_STARTED',
        status: 'ACCEPTED',
        subject: { campaignId, hops },
        more: { run: 1, steps },
      };
    }
    case 'campaign-turned': {
      const { campaignId, nth: _, to, commandId: __, hops, ...more } = fact.body;
      const [type, status] = turns[to];
      return { type, status, subject: { campaignId, hops }, more };
    }
    case 'campaign-step-completed': {
      const { campaignId, nth: place, step, channel, tally, hops } = fact.body;
      return {
        type: 'CAMPAIGN_STEP_COMPLETED',
        status: 'COMPLETED',
        subject: { campaignId, hops },
        more: { place, step, channel, tally },
      };
    }
    default:
      return undefined;
  }
};
