import type { Stage, StageProfile } from '../shared/lanes/stage.ts';

/** What a deployment holds and costs when idle; the planner and `doctor` explain them. */
export const profiles = {
  /**
   * Fits a new account's concurrency quota of 10: nothing reserved, one standard lane for HIGH, MEDIUM and LOW. Two lanes of
   * four pools may ask for 16 executions; they throttle each other only while all pools are busy at once. One agent type more
   * still fits; for further ones ask AWS for a larger quota.
   */
  starter: {
    accountConcurrency: 10,
    overcommit: 2,
    standardTiersShareALane: true,
  },
  /** Default pollers, and a reserve for each function, so that no pool can starve another. */
  standard: {
    accountConcurrency: 1000,
    standardTiersShareALane: false,
    reservedConcurrency: { critical: 20, standard: 60 },
  },
  /**
   * Pollers and environments that wait for the burst: a burst of 5,000 CRITICAL messages starts within a second. A poller
   * receives 100 messages a second, so 80 receive them in 0.6 s; each batch needs an environment for a quarter of a second.
   * Reserves are not billed, pollers and environments are, for each pool: `switchboard capacity` says how much.
   */
  scale: {
    accountConcurrency: 5000,
    standardTiersShareALane: false,
    reservedConcurrency: { critical: 800, standard: 400 },
    provisionedPollers: { critical: 80, standard: 2 },
    provisionedConcurrency: { critical: 280 },
  },
} as const satisfies Record<string, StageProfile>;

/** The stages one can deploy; add yours here and deploy it with `SWITCHBOARD_STAGE=<name> npx cdk deploy --all`. */
export const stages = {
  local: {
    profile: 'standard',
    removeDataOnDestroy: true,
    journalRetentionDays: 35,
    logRetentionDays: 7,
    localProviders: true,
    allowPlainContext: true,
    inboundMailDomain: 'reply.switchboard.example',
  },
  dev: {
    profile: 'starter',
    removeDataOnDestroy: true,
    journalRetentionDays: 35,
    logRetentionDays: 30,
    localProviders: false,
    allowPlainContext: false,
  },
  prod: {
    profile: 'standard',
    removeDataOnDestroy: false,
    journalRetentionDays: 90,
    logRetentionDays: 90,
    localProviders: false,
    allowPlainContext: false,
  },
} as const satisfies Record<string, Stage<keyof typeof profiles>>;

export type StageName = keyof typeof stages;

/** The stage that this process works for: `SWITCHBOARD_STAGE`, by default `local`. Throws on a name that is no stage. */
export const stageNameFromEnv = (): StageName => {
  const name = process.env['SWITCHBOARD_STAGE'] ?? 'local';
  if (!isStageName(name)) {
    throw new Error(`SWITCHBOARD_STAGE: must be one of ${Object.keys(stages).join(', ')} (config/stages.ts)`);
  }
  return name;
};

const isStageName = (name: string): name is StageName => Object.hasOwn(stages, name);
