import { fact } from '../journal/command-facts.ts';
import type { Command } from '../messages/command.ts';
import { hopsOf } from '../messages/hops.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import { campaignAggregate } from './campaign-ids.ts';
import { type CampaignState, mayTurn } from './campaign-state.ts';
import type { CampaignStore } from './campaign-store.ts';
import { checkDefinition, type DefinitionRules } from './check-definition.ts';
import { readCampaign, type TurnDeps, turnCampaign } from './turn-campaign.ts';

export type DeskDeps = TurnDeps &
  DefinitionRules & { readonly store: Pick<CampaignStore, 'putDefinition' | 'getDefinition'> };

/** What a command of a campaign turns it to. */
const turnOf = {
  PAUSE_CAMPAIGN: 'PAUSED',
  RESUME_CAMPAIGN: 'RUNNING',
  CANCEL_CAMPAIGN: 'CANCELLED',
} as const;

type CampaignCommand = {
  readonly type: 'START_CAMPAIGN' | keyof typeof turnOf;
  readonly campaignId: string;
  readonly campaign?: unknown;
};

/** A COMMAND about a campaign. */
export type CampaignMessage = Pick<Command, 'correlation' | 'messageId' | 'source'> & {
  readonly command: CampaignCommand;
};

/** What the coordinator does with commands about campaigns: starts, pauses, resumes and cancels them. */
export type CampaignDesk = {
  /**
   * Does what a command asks, once however often it comes; or says which rule it breaks. Throws a retryable error where it
   * could not be done.
   */
  serve(message: CampaignMessage): Promise<Parsed<true>>;
};

/** Makes a desk. A campaign's master hears of what it did by the events of its facts. */
export const createCampaignDesk = (deps: DeskDeps): CampaignDesk => ({
  serve: async (message) => {
    const { command } = message;
    return command.type === 'START_CAMPAIGN'
      ? start(message, command, deps)
      : turn(message, command.campaignId, turnOf[command.type], deps);
  },
});

const DONE = { ok: true, value: true } as const;

/** The definition comes first: whoever hears of the start finds it. */
const start = async (
  message: CampaignMessage,
  { campaignId, campaign }: CampaignCommand,
  deps: DeskDeps,
): Promise<Parsed<true>> => {
  const checked = await checkDefinition(campaign, deps);
  if (!checked.ok) return checked;
  const stored = await deps.store.putDefinition(campaignId, checked.value);
  if (stored === 'exists') {
    const first = await deps.store.getDefinition(campaignId);
    if (JSON.stringify(first) !== JSON.stringify(checked.value)) {
      return broken('command.campaignId', 'names another campaign already');
    }
  }
  const steps = checked.value.steps.length;
  await deps.journal.insert([
    fact('campaign-started', campaignAggregate(campaignId), deps.now(), {
      campaignId,
      commandId: message.messageId,
      source: message.source,
      steps,
      hops: hopsOf(message),
    }),
  ]);
  return DONE;
};

const turn = async (
  message: CampaignMessage,
  campaignId: string,
  to: (typeof turnOf)[keyof typeof turnOf],
  deps: DeskDeps,
): Promise<Parsed<true>> => {
  const { messageId: commandId } = message;
  const isDone = ({ done, state }: CampaignState) =>
    done.has(commandId) || (state === to && to !== 'RUNNING');
  const now = await turnCampaign(
    campaignId,
    (state) =>
      isDone(state) || !mayTurn(state.state, to)
        ? undefined
        : {
            to,
            cause: 'COMMAND',
            commandId,
            hops: hopsOf(message),
            ...(to === 'RUNNING' ? { run: state.run + 1 } : {}),
          },
    deps,
  );
  if (isDone(now)) return DONE;
  const { state } = await readCampaign(campaignId, deps.journal);
  return broken(
    'command.campaignId',
    state === 'NONE' ? 'names no campaign that was started' : `names a campaign that is ${state}`,
  );
};
