/** What an agent last said of itself: its status, or its figures. */
export const agentStateParts = ['status', 'metrics'] as const;

export type AgentStatePart = (typeof agentStateParts)[number];

/** One thing that an agent said of itself. */
export type AgentReport = {
  /** The agent's identity, such as `email-agent-001`. */
  readonly identity: string;
  readonly part: AgentStatePart;
  /** Milliseconds since 1970, by the agent's own clock: what is later is newer. */
  readonly saidAt: number;
  /** Upper-case, such as ACTIVE. */
  readonly status: string;
  /** `state` of the specification's agent state, section 4, where the agent sent it. */
  readonly state?: unknown;
};

/** Where the last word of each agent about itself is kept. */
export type AgentStateStore = {
  /**
   * Keeps a report unless a newer one, or one of the same moment, is there: an older one never overwrites a newer. Throws
   * `AgentStatesUnavailableError`.
   */
  put(report: AgentReport): Promise<'stored' | 'older'>;
  /** What these agents said last, in no particular order; up to 50 of them. Throws `AgentStatesUnavailableError`. */
  get(identities: readonly string[]): Promise<readonly AgentReport[]>;
};

/** States of agents could not be read or written. */
export class AgentStatesUnavailableError extends Error {
  override readonly name = 'AgentStatesUnavailableError';
  readonly retryable = true;
}
