import type { Context } from 'aws-lambda';
import { advanceCampaign, type MasterDeps } from '../campaigns/advance-campaign.ts';
import { type Move, ticketOf } from '../campaigns/master-move.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';

export type CampaignHandlerDeps = Omit<MasterDeps, 'hasTime'> & {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Milliseconds that a page may take: none is begun with less. */
const PAGE_MS = 45_000;

/** Makes the handler that the state machine of campaigns calls: the master of one campaign. Throws what may be tried again. */
export const createCampaignHandler =
  (deps: CampaignHandlerDeps) =>
  async (call: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<Move> => {
    const ticket = ticketOf(call);
    const { campaignId, run, leg } = ticket;
    try {
      const hasTime = () => context.getRemainingTimeInMillis() > PAGE_MS;
      const move = await advanceCampaign(ticket, { ...deps, hasTime });
      const why = move.move === 'END' ? { why: move.why } : {};
      deps.log.info('campaign advanced', { campaignId, run, leg, move: move.move, ...why });
      deps.metrics.put(deps.dimensions, { CAMPAIGN_CALLS: 1 });
      return move;
    } catch (error) {
      deps.log.error('campaign did not advance', { campaignId, run, leg, ...errorFields(error) });
      throw error;
    }
  };
