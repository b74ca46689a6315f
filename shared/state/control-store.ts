import { pagesOf } from '../messages/pages-of.ts';

/** A switch of the stage as it is stored: what it says, and how often it was changed. */
export type Control = {
  /** Grows by one with each change; 0 where it was never set. */
  readonly version: number;
  /** JSON; `undefined` where it was never set. */
  readonly value: unknown;
};

/** Where the stage's switches are kept: the stop order, breakers. Few, small, read by every function. */
export type ControlStore = {
  /** Those named, in order, strongly consistent, in one call; at most 100. Throws `ControlsUnavailableError`. */
  read(names: readonly string[]): Promise<readonly Control[]>;
  /**
   * Sets one whose stored version is `version - 1`; `conflict` where somebody else changed it meanwhile and nothing was
   * written. Throws `ControlsUnavailableError`.
   */
  write(name: string, control: Control): Promise<'stored' | 'conflict'>;
};

/** Names in one read at most. */
const MOST_NAMES = 100;

/** Reads however many switches, a call for each 100 of them. */
export const pagedControls = (store: Pick<ControlStore, 'read'>): Pick<ControlStore, 'read'> => ({
  read: async (names) =>
    (await Promise.all(pagesOf(names, MOST_NAMES).map((page) => store.read(page)))).flat(),
});

/**
 * The name by which a store of switches also reads what an agent's identity last said of its status (ADR 0016): an item of the
 * same table and form, so that one call reads both. It is never written by it.
 */
export const agentStatusControl = (identity: string): string => `${AGENT_PREFIX}${identity}`;

/** How the ids of what agents said of themselves begin. */
export const AGENT_PREFIX = 'agent#';

/** Switches could not be read or set: what depends on them must wait. */
export class ControlsUnavailableError extends Error {
  override readonly name = 'ControlsUnavailableError';
  readonly retryable = true;
}

/** Functions may write items of the table of state whose id begins so, and no others (`State.grantControls`). */
export const CONTROL_PREFIX = 'control#';
