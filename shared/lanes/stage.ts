/** How much of the account's concurrency a stage's functions take and keep. */
export type StageProfile = {
  /** The account's concurrency quota that this profile is made for; synth refuses what does not fit it. */
  readonly accountConcurrency: number;
  /**
   * By how much the lanes' mappings together may ask for more than the quota, where nothing is reserved. Above 1 they throttle
   * each other when all pools are busy at the same time; a throttled receive counts, and the last one parks the message.
   * @default 1
   */
  readonly overcommit?: number;
  /** HIGH, MEDIUM and LOW of a pool in one queue: fewer mappings, no order between those three tiers. */
  readonly standardTiersShareALane: boolean;
  /**
   * Environments kept for each function of each pool.
   * @default none: every mapping is capped at 2 and the account's quota is shared
   */
  readonly reservedConcurrency?: { readonly critical: number; readonly standard: number };
  /**
   * Event pollers that are always there for each mapping of a function, from 2 to 200; the most follows from the lane's cap (a
   * poller is 10 invokes). Each costs by the hour, and receives at most 100 messages a second.
   * @default none: pollers as AWS scales them
   */
  readonly provisionedPollers?: { readonly critical: number; readonly standard: number };
  /**
   * Environments started in advance, for each pool's critical function.
   * @default none
   */
  readonly provisionedConcurrency?: { readonly critical: number };
};

/** One deployment: its profile and what it keeps for how long. */
export type Stage<ProfileName extends string = string> = {
  readonly profile: ProfileName;
  /** Tables and buckets go with the stack; only for stages whose data nobody needs. */
  readonly removeDataOnDestroy: boolean;
  /** Days that facts stay in the journal; at least 30, since a claim guards its command that long. */
  readonly journalRetentionDays: number;
  readonly logRetentionDays: 1 | 7 | 14 | 30 | 60 | 90 | 180 | 365;
  /** Providers are the sandbox on this machine instead of AWS's own. */
  readonly localProviders: boolean;
  /**
   * Whether commands may carry personal fields in the clear. They are encrypted before they go into a lane, but the bus, its
   * archives and the coordinator's own dead letters see them as they came.
   */
  readonly allowPlainContext: boolean;
  /**
   * The domain to which customers answer e-mails; its MX record has to point to SES (docs/deploy.md).
   * @default answers go to the sender, and nobody here reads them
   */
  readonly inboundMailDomain?: string;
  /**
   * The id of a Bedrock model, or of an inference profile, that is asked what answers mean of which the rules are not sure; it
   * reads them in the clear (docs/answers.md). It must be one that can be made to call a tool: Amazon's Nova, Anthropic's Claude.
   * @default rules alone decide
   */
  readonly intentModel?: string;
};
