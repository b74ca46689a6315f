import { InMemoryCampaignStore } from '../../shared/campaigns/adapters/in-memory-campaign-store.ts';
import { describeCampaignStore } from './campaign-contract.ts';

describeCampaignStore('InMemoryCampaignStore', async () => new InMemoryCampaignStore());
