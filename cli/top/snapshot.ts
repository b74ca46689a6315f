import type { BreakerState } from '../../shared/resilience/breaker.ts';
import type { LaneCount } from '../commands/lane-list.ts';
import type { Attainment } from '../deadlines/attainment.ts';

/** What `top` shows of a stage at one moment. */
export type Snapshot = {
  readonly stage: string;
  /** ISO 8601. */
  readonly at: string;
  /** Why all contacts are stopped; absent while they go out. */
  readonly stopped?: string | undefined;
  /** `oldestMs`: for how long the oldest message waits, where somebody knows. */
  readonly lanes: readonly (LaneCount & { readonly oldestMs?: number | undefined })[];
  readonly attainment: readonly Attainment[];
  readonly agents: readonly {
    readonly identity: string;
    readonly status: string;
    readonly saidAt?: string | undefined;
  }[];
  readonly breakers: readonly {
    readonly agentType: string;
    readonly service: string;
    readonly state: BreakerState['state'];
    readonly cause: string;
  }[];
  /** Parked messages by pool, of those pools that have any; `more` where there are more than were counted. */
  readonly parked: readonly { readonly pool: string; readonly count: number; readonly more: boolean }[];
};
