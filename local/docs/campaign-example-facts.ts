import { campaignAggregate } from '../../shared/campaigns/campaign-ids.ts';
import { fact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';

const campaignId = 'camp-123';
const of = campaignAggregate(campaignId);
const commandId = '0b7d2a4e-6f6c-4d1e-9a55-3f1c2b7e8d90';
const byCommand = { campaignId, cause: 'COMMAND', commandId };

const tally = {
  ...{ members: 500, sent: 20, delivered: 460, failed: 8, suppressed: 12, cancelled: 0, parked: 0, open: 0 },
  ...{ replied: 75, optedOut: 4, contacts: 488, microUsd: 48_800 },
};

/** A fact of each type of campaigns, as the bus is told of it. */
export const campaignExampleFacts = (at: number): readonly Fact[] => [
  fact('campaign-started', of, at, { campaignId, commandId, source: 'campaign-service', steps: 2 }),
  fact('campaign-turned', of, at, { ...byCommand, nth: 1, to: 'PAUSED' }),
  fact('campaign-turned', of, at, { ...byCommand, nth: 2, to: 'RUNNING', run: 2 }),
  fact('campaign-turned', of, at, { ...byCommand, nth: 3, to: 'CANCELLED' }),
  fact('campaign-turned', of, at, { campaignId, nth: 4, to: 'SPENT', cause: 'PROMISED' }),
  fact('campaign-step-completed', of, at, { campaignId, nth: 1, step: 'mail', channel: 'email', tally }),
  fact('campaign-turned', of, at, {
    ...{ campaignId, nth: 5, to: 'COMPLETED', cause: 'ALL_STEPS', members: 500, brokenMembers: 2 },
  }),
];
