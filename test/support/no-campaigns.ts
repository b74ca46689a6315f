import type { CampaignDesk } from '../../shared/campaigns/campaign-desk.ts';

/** A desk of a world without campaigns. */
export const noCampaigns: CampaignDesk = {
  serve: async () => {
    throw new Error('there are no campaigns here');
  },
};
