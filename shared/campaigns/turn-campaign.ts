import { fact } from '../journal/command-facts.ts';
import type { FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { ControlStore } from '../state/control-store.ts';
import { campaignAggregate } from './campaign-ids.ts';
import { type CampaignState, campaignStateOf } from './campaign-state.ts';
import { CAMPAIGNS_CONTROL, type CampaignHold, campaignsSchema } from './campaign-switch.ts';

export type TurnDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly controls: ControlStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

type Turned = Omit<FactOf<'campaign-turned'>['body'], 'campaignId' | 'nth'>;

/**
 * Changes a campaign's state: the fact first, then the switch that agents read. `decide` says from the present state what it is
 * to be, or `undefined` for nothing; it is asked anew where somebody else changed it meanwhile. Answers with the state after it.
 * Repeating it is safe. Throws retryable errors.
 */
export const turnCampaign = async (
  campaignId: string,
  decide: (state: CampaignState) => Turned | undefined,
  deps: TurnDeps,
): Promise<CampaignState> => {
  for (;;) {
    const state = await readCampaign(campaignId, deps.journal);
    const turned = decide(state);
    if (turned === undefined) {
      if (state.turns > 0) await holdCampaign(campaignId, deps);
      return state;
    }
    const body = { campaignId, nth: state.turns + 1, ...turned };
    await deps.journal.insert([fact('campaign-turned', campaignAggregate(campaignId), deps.now(), body)]);
    // Whether it was ours or another one's of the same number: it decides again, on what is there now.
  }
};

/** Where a campaign stands now. */
export const readCampaign = async (
  campaignId: string,
  journal: Pick<Journal, 'read'>,
): Promise<CampaignState> => campaignStateOf(await journal.read(campaignAggregate(campaignId)));

/** Days for which the switch names a campaign that is over: no command of it can be older and still be sent. */
const HELD_DAYS = 31;
const DAY_MS = 86_400_000;

/**
 * Makes the switch say what the campaign's facts say. The switch is read before them, so that whoever writes last has seen the
 * last fact: a late writer's version is taken, and it looks again.
 */
export const holdCampaign = async (
  campaignId: string,
  { journal, controls, now }: TurnDeps,
): Promise<void> => {
  for (;;) {
    const [control = { version: 0, value: undefined }] = await controls.read([CAMPAIGNS_CONTROL]);
    const hold = holdOf(await readCampaign(campaignId, journal));
    const { holds, since, pauseEndedAt } = campaignsSchema.parse(control.value ?? {});
    if (holds[campaignId] === hold) return;
    const { [campaignId]: _, ...others } = holds;
    const all = hold === undefined ? others : { ...others, [campaignId]: hold };
    const times = { ...since, [campaignId]: now() };
    const kept = Object.entries(all).filter(
      ([id, held]) => held === 'PAUSED' || (times[id] ?? now()) > now() - HELD_DAYS * DAY_MS,
    );
    const value = {
      holds: Object.fromEntries(kept),
      since: Object.fromEntries(kept.map(([id]) => [id, times[id] ?? now()])),
      // By it the clock finds what waited, where the event that says so is lost.
      pauseEndedAt: holds[campaignId] === 'PAUSED' ? now() : pauseEndedAt,
    };
    const answer = await controls.write(CAMPAIGNS_CONTROL, { version: control.version + 1, value });
    if (answer === 'stored') return;
  }
};

/**
 * What holds a campaign's messages on the way. Where its budget is only promised, those may still go for whom it was promised;
 * once it is paid, or the campaign is over, nothing that comes late may.
 */
const holdOf = ({ state, cause, spent }: CampaignState): CampaignHold | undefined => {
  if (state === 'PAUSED' || state === 'CANCELLED') return state;
  return spent && (state === 'COMPLETED' || cause === PAID) ? 'SPENT' : undefined;
};

/** Why a budget is used up: contacts that were made have cost it; else all of it is promised to contacts on their way. */
const PAID = 'PAID';
