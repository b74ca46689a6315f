import { lanes } from '../config/lanes.ts';
import { profiles, type StageName, stages } from '../config/stages.ts';
import { planLanes } from '../shared/lanes/lane-plan.ts';
import { parameterNames } from '../shared/lanes/parameter-names.ts';
import type { Priority } from '../shared/messages/priority.ts';

/** A lane of a stage and the parameters that hold the URLs of its queues. */
export type DeployedLane = {
  readonly pool: string;
  /** The tiers that it carries; none of what is recorded in order and not by urgency. */
  readonly tiers: readonly Priority[];
  readonly urlParameter: string;
  readonly deadLetterUrlParameter: string;
};

/** Every lane that a stage has by `config/`, pool by pool, most urgent first; the record keeper's comes last. */
export const deployedLanes = (stage: StageName): readonly DeployedLane[] => {
  const names = parameterNames(stage);
  const byTier = Object.entries(lanes).flatMap(([pool, rows]) =>
    planLanes(rows, profiles[stages[stage].profile]).map(({ tier, tiers }) => ({
      pool,
      tiers,
      urlParameter: names.lane(pool, tier, 'url'),
      deadLetterUrlParameter: names.deadLetterQueueUrl(pool, tier),
    })),
  );
  const records = {
    pool: 'record-keeper',
    tiers: [],
    urlParameter: names.recordLaneUrl,
    deadLetterUrlParameter: names.recordLaneDeadLetterUrl,
  };
  return [...byTier, records];
};
