import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { agents } from '../config/agents.ts';
import { contactPricesUsd } from '../config/campaigns.ts';
import { checkCampaign, orderCampaign, startCampaign } from './commands/campaign-orders.ts';
import {
  type CampaignViewDeps,
  listCampaigns,
  reportCampaign,
  showCampaign,
} from './commands/campaign-views.ts';
import { setCampaignWeight } from './commands/share-commands.ts';
import { idOf } from './input/arguments.ts';
import { openCampaignStore, openDefinitionRules } from './open-campaigns.ts';
import { openControls } from './open-controls.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';
import type { StageAccess } from './stage-access.ts';

/** Adds the commands about campaigns. */
export const addCampaigns = (program: Command, terminal: Terminal): void => {
  const campaigns = program
    .command('campaign')
    .description('campaigns over several channels, and their shares in what a pool may send');
  addStart(campaigns, terminal);
  addOrders(campaigns, terminal);
  addViews(campaigns, terminal);
  addReport(campaigns, terminal);
  campaigns
    .command('weight')
    .description('set the share of a campaign beside others, also of what waits already')
    .argument('<campaign id>', 'its campaignId', idOf('campaign'))
    .argument('<weight>', 'more than 0; every campaign has 1 at first', aboveZero)
    .action((id: string, weight: number, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => setCampaignWeight(await openControls(access), id, weight)),
      ),
    );
};

const reportSchema = z.object({ asClosed: z.boolean().default(false) });
const startSchema = z.object({ audience: z.string().optional() });

const addStart = (parent: Command, terminal: Terminal): void => {
  parent
    .command('check')
    .description('check the definition of a campaign: every rule that it breaks, by field')
    .argument('<file>', 'the definition, or - for standard input')
    .action((file: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          checkCampaign(await openDefinitionRules(access, terminal.root), { file, ...terminal }),
        ),
      ),
    );
  parent
    .command('start')
    .description('start a campaign (examples/campaign.json is one)')
    .argument('<campaign id>', 'its campaignId, of no other campaign', idOf('campaign'))
    .argument('<file>', 'the definition, or - for standard input')
    .option(
      '--audience <file>',
      'a .csv with a column customerId, or a .jsonl, instead of the audience in the definition',
    )
    .action((id: string, file: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) =>
          startCampaign(access, await openDefinitionRules(access, terminal.root), id, {
            ...{ file, readStdin: terminal.readStdin },
            ...startSchema.parse(command.opts()),
          }),
        ),
      ),
    );
};

const orders = {
  pause: ['PAUSE_CAMPAIGN', 'hold a campaign: nothing more is sent, and what is on its way waits'],
  resume: ['RESUME_CAMPAIGN', 'go on with a campaign that is paused, or whose master stopped'],
  cancel: ['CANCEL_CAMPAIGN', 'end a campaign: what is not sent yet never will be'],
} as const;

const addOrders = (parent: Command, terminal: Terminal): void => {
  for (const [verb, [type, description]] of Object.entries(orders)) {
    parent
      .command(verb)
      .description(description)
      .argument('<campaign id>', 'its campaignId', idOf('campaign'))
      .action((id: string, _, command: Command) =>
        runCommand(command, terminal, (target) =>
          onStage(target, (access) => orderCampaign(access, type, id)),
        ),
      );
  }
};

const addViews = (parent: Command, terminal: Terminal): void => {
  parent
    .command('list')
    .description('show the campaigns with their state and weight')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => listCampaigns(await openControls(access), await viewsOf(access))),
      ),
    );
  parent
    .command('status')
    .description('show where a campaign stands, by step, and which lines of its audience are no members')
    .argument('<campaign id>', 'its campaignId', idOf('campaign'))
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => showCampaign(id, await viewsOf(access))),
      ),
    );
};

const addReport = (parent: Command, terminal: Terminal): void => {
  parent
    .command('report')
    .description("show a campaign's account, its members counted anew: some reads for each of them")
    .argument('<campaign id>', 'its campaignId', idOf('campaign'))
    .option('--as-closed', 'as they were counted when each step was closed, without what came later')
    .action((id: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const { asClosed } = reportSchema.parse(command.opts());
          return reportCampaign(id, {
            ...(await viewsOf(access)),
            agents,
            prices: contactPricesUsd,
            asClosed,
          });
        }),
      ),
    );
};

const viewsOf = async (access: StageAccess): Promise<CampaignViewDeps> => ({
  store: await openCampaignStore(access),
  journal: await access.journal(),
});

const MOST = 1_000_000;

/** Reads a number above 0 and of at most a million from the command line. */
export const aboveZero = (text: string): number => {
  const value = Number(text);
  if (value > 0 && value <= MOST) return value;
  throw new InvalidArgumentError(`It must be a number above 0 and at most ${MOST}.`);
};
