import type { Priority } from '../../shared/messages/priority.ts';

/** A function as its template has it. */
export type DeployedFunction = {
  /** Its stack and logical id. */
  readonly id: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly architecture: 'arm64' | 'x86_64';
  readonly reservedConcurrency?: number;
  /** Environments of its alias that are started in advance; 0 without an alias. */
  readonly provisionedConcurrency: number;
};

/** A mapping from a queue to a function as its template has it. */
export type DeployedMapping = {
  readonly functionId: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maximumConcurrency?: number;
  readonly pollers?: { readonly minimum: number; readonly maximum: number };
};

/** A lane as its templates have it. */
export type DeployedLane = DeployedMapping & {
  readonly pool: string;
  /** The tiers that its queue carries, most urgent first. */
  readonly tiers: readonly Priority[];
  readonly visibilityTimeoutSeconds: number;
  readonly maxReceives: number;
};

/** What the planner knows of a deployment: all of it is read from its templates. */
export type DeployedSystem = {
  readonly lanes: readonly DeployedLane[];
  readonly functions: readonly DeployedFunction[];
  /** All mappings from queues, those of lanes too. */
  readonly mappings: readonly DeployedMapping[];
  readonly alarms: number;
  readonly keys: number;
  /** Invocations a month that a clock starts. */
  readonly scheduledInvocations: number;
};
