/** What became of the members of a step, each counted once, as its commands' facts had it when the step was closed. */
export type StepTally = {
  /** All below but the last four add up to it. */
  readonly members: number;
  /** Taken by the provider, which said no more. */
  readonly sent: number;
  readonly delivered: number;
  /** FAILED, REJECTED, EXPIRED or ERASED. */
  readonly failed: number;
  readonly suppressed: number;
  readonly cancelled: number;
  readonly parked: number;
  /** Not over when the campaign could wait no longer. */
  readonly open: number;
  /** Members who answered, by any channel, since the campaign began; and who asked for no more of it. */
  readonly replied: number;
  readonly optedOut: number;
  /** Contacts that providers may have taken, and what they count in the budget, in millionths of a USD. */
  readonly contacts: number;
  readonly microUsd: number;
};

/** What a campaign can be turned to; its first state is RUNNING. */
export type CampaignTurn = 'RUNNING' | 'PAUSED' | 'CANCELLED' | 'SPENT' | 'COMPLETED';

/** The facts of campaigns. */
export type CampaignFacts = {
  /** A campaign began; its definition is in the table of state. */
  'campaign-started': {
    campaignId: string;
    commandId: string;
    source: string;
    steps: number;
    hops?: number | undefined;
  };
  /** The nth change of its state: the one log by which everybody knows where it stands. */
  'campaign-turned': {
    campaignId: string;
    nth: number;
    to: CampaignTurn;
    cause: string;
    /** The command that asked for it; absent where its master decided. */
    commandId?: string | undefined;
    /** How many messages led to it. */
    hops?: number | undefined;
    /** Which run of its master goes on from here; given with RUNNING. */
    run?: number | undefined;
    /** Members that it had, and those of its audience that were none; given with COMPLETED. */
    members?: number | undefined;
    brokenMembers?: number | undefined;
  };
  /** The nth step was closed. */
  'campaign-step-completed': {
    campaignId: string;
    nth: number;
    step: string;
    channel: string;
    tally: StepTally;
    hops?: number | undefined;
  };
};

/** Their places in the order of cause and effect within their aggregate. */
export const campaignRanks = {
  'campaign-started': () => 1,
  'campaign-step-completed': ({ nth }) => 1 + nth,
  'campaign-turned': ({ nth }) => 100 + nth,
} as const satisfies {
  [T in keyof CampaignFacts]: (body: CampaignFacts[T]) => number;
};
