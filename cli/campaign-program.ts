import { type Command, InvalidArgumentError } from 'commander';
import { identifier } from '../shared/messages/fields.ts';
import { listCampaigns, setCampaignWeight } from './commands/share-commands.ts';
import { openControls } from './open-controls.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

/** Adds the commands about campaigns' shares. */
export const addCampaigns = (program: Command, terminal: Terminal): void => {
  const campaigns = program.command('campaign').description('shares of campaigns in what a pool may send');
  campaigns
    .command('list')
    .description('show the campaigns whose weight is not 1')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => listCampaigns(await openControls(access))),
      ),
    );
  campaigns
    .command('weight')
    .description('set the share of a campaign beside others, also of what waits already')
    .argument('<campaign id>', 'its campaignId', campaignId)
    .argument('<weight>', 'more than 0; every campaign has 1 at first', aboveZero)
    .action((id: string, weight: number, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => setCampaignWeight(await openControls(access), id, weight)),
      ),
    );
};

const campaignId = (text: string): string => {
  if (identifier.safeParse(text).success) return text;
  throw new InvalidArgumentError('It is no campaign id.');
};

const MOST = 1_000_000;

/** Reads a number above 0 and of at most a million from the command line. */
export const aboveZero = (text: string): number => {
  const value = Number(text);
  if (value > 0 && value <= MOST) return value;
  throw new InvalidArgumentError(`It must be a number above 0 and at most ${MOST}.`);
};
