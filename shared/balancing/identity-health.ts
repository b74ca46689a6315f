import type { ControlBoard } from '../state/control-board.ts';
import { agentStatusControl } from '../state/control-store.ts';

/** Which identities may contact nobody now. */
export type IdentityHealth = {
  /** Those of these identities that are UNHEALTHY, as of about a second ago. Throws where it cannot be told. */
  unhealthy(identities: readonly string[]): Promise<ReadonlySet<string>>;
};

/** A pool that nobody watches: all are well. */
export const everyoneIsHealthy: IdentityHealth = { unhealthy: async () => new Set() };

/**
 * Health as the last word of each identity about itself says, or of whoever watches it: read together with the stage's
 * switches. Silence says nothing. The board must have `agentStatusControl` of each identity.
 */
export const reportedHealth = (board: Pick<ControlBoard, 'get'>): IdentityHealth => ({
  unhealthy: async (identities) => {
    const said = await Promise.all(identities.map((identity) => board.get(agentStatusControl(identity))));
    return new Set(identities.filter((_, at) => statusIn(said[at]?.value) === 'UNHEALTHY'));
  },
});

const statusIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'status' in value ? value.status : undefined;
