import { agents } from '../../config/agents.ts';
import { contactPricesUsd } from '../../config/campaigns.ts';
import { lanes } from '../../config/lanes.ts';
import { createS3AudienceFiles } from '../../shared/campaigns/adapters/s3-audience-files.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createCampaignHandler } from '../../shared/runtime/create-campaign-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openCampaigns } from '../../shared/runtime/open-campaigns.ts';
import { contactVariables, openContactClient } from '../../shared/runtime/open-contact-client.ts';
import { openControls } from '../../shared/runtime/open-controls.ts';
import { openCustomers } from '../../shared/runtime/open-customers.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { openLargeBodies } from '../../shared/runtime/open-large-bodies.ts';
import { openTaskOpener } from '../../shared/runtime/open-tasks.ts';
import { openTimers } from '../../shared/runtime/open-timers.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(...contactVariables);
const journal = openJournal(env);
const bucket = openLargeBodies(env, sqsClient());
const { customers, cipher, signer } = openCustomers(env);

/** The master of campaigns: plans, sends and closes their pages; the state machine of campaigns calls it. */
export const handler = createCampaignHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, function: 'campaign-master' },
  agents,
  prices: contactPricesUsd,
  journal,
  store: openCampaigns(env),
  controls: openControls(env, []).store,
  files: createS3AudienceFiles(bucket),
  customers,
  client: openContactClient(env, {
    agents,
    laneTable: lanes,
    journal,
    cipher,
    signer,
    timers: openTimers(env),
  }),
  openTask: openTaskOpener(env, journal),
});
